package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the options make of a preset. */
class TrainingOptionsTest extends TrainingTest {

  @Test
  void wrongSettingsAreNamedBeforeARunIsMade() throws IOException {
    Path run = folder.resolve("run");

    assertUsage(Terminal.run("pretrain", "-o", run), "(--clean, --pairs");
    assertUsage(
        Terminal.run("pretrain", "-o", run, "--clean", clean, "--network", network, "--patch", 5),
        "the patch has to be a multiple of 4");
    assertUsage(pretrain(run, "--pairs", "snow=x"), "snow");
    assertUsage(pretrain(run, "--pairs", "rain"), "LABEL=DIR");
    assertUsage(Terminal.run("pretrain", "-o", run, "--network", "none"), "nafnet-16");
    Path incomplete =
        Files.writeString(folder.resolve("incomplete.json"), "{\"network\":\"nafnet\"}");
    assertUsage(
        Terminal.run("pretrain", "-o", run, "--network", incomplete),
        "--network describes no whole network: the field 'width' is missing");
    assertThat(run).doesNotExist();
  }

  @Test
  void aPageNeedsARunAndValidationItsPairs() {
    assertUsage(Terminal.run("report", folder.resolve("none")), "holds no run");
    assertUsage(pretrain(folder.resolve("run"), "--validate", "rain=x*2"), "leave out *TIMES");
    assertUsage(pretrain(folder.resolve("run"), "--validate", "rain"), "LABEL=DIR");
    assertUsage(
        pretrain(folder.resolve("run"), "--validate", "snow=x"), "held-out pairs of one of");
  }

  @Test
  void aPresetIsTakenWhereNoOptionSaysOtherwise() throws IOException {
    Path run = folder.resolve("run");
    Terminal started =
        Terminal.run(
            "pretrain",
            "-o",
            run,
            "--preset",
            "tiny-5d",
            "--clean",
            clean,
            "--iterations",
            2,
            "--patch",
            32,
            "--gamma",
            1,
            "--threads",
            1);

    assertThat(started.exitCode()).as(started.err()).isZero();
    assertThat(Files.readString(run.resolve("settings.json")))
        .contains("\"width\" : 8", "\"untilIteration\" : 2", "\"batch\" : 8", "\"patch\" : 32")
        .contains("\"learningRate\" : 0.001", "\"gamma\" : 1.0", "\"schedule\" : \"COSINE\"");
  }

  @Test
  void aPresetWithoutDataSaysWhatIsMissing() {
    Path run = folder.resolve("run");
    assertUsage(
        Terminal.run("pretrain", "-o", run, "--preset", "nafnet-10d"),
        "there is no data for noise, motion-blur, defocus, jpeg, haze, rain, snow, demosaicking,"
            + " low-light, inpainting: name clean photographs or pairs");
    assertUsage(
        Terminal.run("finetune", "-o", run, "--preset", "nafnet-7d"),
        "there is no preset 'nafnet-7d', only tiny-5d");
    assertThat(run).doesNotExist();
  }

  @Test
  void theHelpSaysWhatThePresetsAre() {
    assertThat(help("pretrain"))
        .containsPattern("\\(default:\\s+small-5d\\)")
        .contains(
            "  nafnet-10d   NAFNet, 68 million parameters, ten degradations, as published\n"
                + "               to step 1000000 with 32 patches of 128 pixels\n");
    assertThat(help("finetune"))
        .contains("               to step 500000 with 128 patches of 128 pixels\n");
  }

  private static String help(String command) {
    return Terminal.run(command, "--help").out().replace(System.lineSeparator(), "\n");
  }

  @Test
  void refusesStagesThatAreNotToldOrToldTwice() {
    Path run = folder.resolve("run");
    assertUsage(pretrain(run, "--stage", "8x2"), "not of the form PATCHxBATCH:ITERATIONS");
    assertUsage(
        Terminal.run("pretrain", "-o", run, "--clean", clean, "--stage", "64x2:0"),
        "iterations has to be positive");
    assertUsage(
        pretrain(run, "--stage", "8x2:3", "--iterations", 3), "--iterations is told by --stage");
    assertUsage(pretrain(run, "--accumulate", 0), "at least one batch");
    assertThat(run).doesNotExist();
  }

  @Test
  void saysHowManyGpusThereAre() {
    assumeTrue(Engine.getInstance().getGpuCount() == 0, "this machine has GPUs");
    Terminal terminal = pretrain(folder.resolve("run"), "--gpus", "all");
    assertThat(terminal.exitCode()).isEqualTo(3);
    assertThat(terminal.err()).contains("0 GPUs can be trained on here");
    assertUsage(pretrain(folder.resolve("run"), "--gpus", "some"), "neither a number nor 'all'");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderWithAColonInItsNameIsNoAddress() throws IOException {
    Path photographs = Files.createDirectories(folder.resolve("holidays: 2020"));
    Samples.picture(photographs.resolve("a.png"), 48, 40);
    Path run = folder.resolve("run");

    Terminal trained = pretrain(run, "--iterations", 2, "--clean", photographs);
    Terminal resumed = Terminal.run("pretrain", "-o", run, "--resume");

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
  }

  @Test
  void eachOptionIsWrittenOverThePresetsSetting() throws IOException {
    Path run = folder.resolve("run");

    Terminal tuned =
        finetune(
            run,
            "--network",
            network,
            "--preset",
            "tiny-5d",
            "--learning-rate",
            "2e-4",
            "--clip",
            0,
            "--accumulate",
            2,
            "--share",
            "rain=3",
            "--seed",
            7);

    assertThat(tuned.exitCode()).as(tuned.err()).isZero();
    JsonNode settings = new ObjectMapper().readTree(run.resolve("settings.json").toFile());
    JsonNode optimisation = settings.get("optimisation");
    assertThat(optimisation.at("/network/learningRate").asDouble()).isEqualTo(2e-4);
    assertThat(optimisation.at("/classifier/learningRate").asDouble()).isEqualTo(1e-3);
    assertThat(optimisation.get("clipNorm").asDouble()).isZero();
    assertThat(optimisation.get("averageDecay").asDouble()).isEqualTo(0.999);
    assertThat(settings.get("stages"))
        .hasToString("[{\"untilIteration\":2,\"batch\":2,\"patch\":32,\"accumulate\":2}]");
    assertThat(settings.at("/data/shares/rain").asDouble()).isEqualTo(3);
    assertThat(settings.get("seed").asLong()).isEqualTo(7);
    assertThat(settings.get("validation").isNull()).isTrue();
  }

  @Test
  void aPartThatIsRefusedNamesItsOptions() {
    assertUsage(pretrain(folder.resolve("run"), "--share", "rain=-1"), "--share");
    assertUsage(pretrain(folder.resolve("run"), "--gamma", -1), "--gamma");
  }
}
