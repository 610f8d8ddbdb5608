package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Dcpt;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.NafNet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingCommandsTest {

  private static final int TIMEOUT_SECONDS = 120;

  @TempDir private Path folder;
  private Path clean;
  private Path network;

  @BeforeEach
  void makeData() throws IOException {
    clean = folder.resolve("clean");
    Samples.picture(clean.resolve("a.png"), 48, 40);
    Samples.picture(clean.resolve("b.png"), 40, 48);
    network = Files.writeString(folder.resolve("network.json"), Samples.TINY_NETWORK);
  }

  @Test
  void trainsInThreeStagesAndTellsTheStory() {
    Path pre = folder.resolve("pre");
    Path fine = folder.resolve("fine");
    Path classified = folder.resolve("classified");

    Terminal first = pretrain(pre, "--iterations", 2);
    Terminal second = finetune(fine, "--from", pre.resolve("model.safetensors"));
    Terminal third =
        finetune(classified, "--classifier-only", "--from", fine.resolve("model.safetensors"));

    assertThat(List.of(first, second, third)).extracting(Terminal::exitCode).containsOnly(0);
    assertThat(first.out().strip()).isEqualTo(pre.resolve("model.safetensors").toString());
    assertThat(first.err()).contains("2/2", "pixel loss", "focal", "/s", "left");
    Checkpoint last = Checkpoint.read(classified.resolve("model.safetensors"));
    assertThat(last.provenance().values())
        .satisfiesExactly(
            stage -> assertThat(stage).startsWith("pre-training"),
            stage -> assertThat(stage).startsWith("fine-tuning"),
            stage -> assertThat(stage).startsWith("classifier-training"));
    assertThat(last.model().labels()).isEqualTo(Samples.LABELS);
  }

  @Test
  void validatesOnTheWayAndWritesAPageAboutTheRun() throws IOException {
    Path pairs = folder.resolve("pairs");
    Samples.picture(pairs.resolve("input/a.png"), 40, 48);
    Samples.picture(pairs.resolve("target/a.png"), 40, 48);
    Path run = folder.resolve("run");

    Terminal trained =
        pretrain(run, "--iterations", 3, "--validate", "rain=" + pairs, "--validate-every", 2);

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err().lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("1/3").doesNotContain("[at"),
            line ->
                assertThat(line)
                    .startsWith("2/3")
                    .containsPattern("\\[at 2: \\d+\\.\\d\\d dB, \\d+\\.\\d % named\\]")
                    .endsWith(" left"),
            line -> assertThat(line).startsWith("3/3").contains("[at 3: "));
    assertThat(Samples.names(run))
        .contains("best.safetensors", "validation.csv", "report.html", "model.safetensors")
        .anyMatch(name -> name.startsWith("events.out.tfevents."));
    assertThat(run.resolve("report.html")).content().contains("Held-out pictures", "a.png");

    Path page = folder.resolve("page.html");
    Terminal report = Terminal.run("report", run, "-o", page, "--threads", 1);

    assertThat(report.out().strip()).isEqualTo(page.toString());
    assertThat(page).hasSameTextualContentAs(run.resolve("report.html"));
  }

  @Test
  void aPageNeedsARunAndValidationItsPairs() {
    assertUsage(Terminal.run("report", folder.resolve("none")), "holds no run");
    assertUsage(pretrain(folder.resolve("run"), "--validate", "rain=x*2"), "leave out *TIMES");
    assertUsage(pretrain(folder.resolve("run"), "--validate", "rain"), "LABEL=DIR");
    assertUsage(pretrain(folder.resolve("run"), "--validate", "snow=x"), "--validate needs one of");
  }

  @Test
  void aKilledRunEndsLikeOneThatWasNot() throws Exception {
    List<String> command =
        pretrainCommand(folder.resolve("whole"), "--iterations", 40, "--checkpoint-every", 2);
    assertThat(process(command).waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();

    Path run = folder.resolve("killed");
    Path state = run.resolve("state.safetensors");
    Process killed = process(pretrainCommand(run, "--iterations", 40, "--checkpoint-every", 2));
    while (killed.isAlive() && !Files.exists(state)) {
      Thread.sleep(1);
    }
    killed.destroyForcibly().waitFor();
    assertThat(Files.readString(run.resolve("log.csv")))
        .as("it was killed")
        .doesNotContain("\n40,");

    Process resumed =
        process(List.of("pretrain", "-o", run.toString(), "--resume", "--threads", "1"));
    assertThat(resumed.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();

    assertThat(run.resolve("model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
  }

  @Test
  void theSameCommandAgainGoesOnAndAnotherIsRefused() {
    Path run = folder.resolve("run");
    pretrain(run, "--iterations", 2);

    Terminal same = pretrain(run, "--iterations", 2);
    Terminal other = pretrain(run, "--iterations", 4);

    assertThat(same.exitCode()).isZero();
    assertThat(same.err()).contains("going on after 2 of 2");
    assertUsage(other, "other settings (stages)");
  }

  @Test
  void resumeTakesNoSettings() {
    Path run = folder.resolve("run");
    pretrain(run, "--iterations", 2);

    assertUsage(Terminal.run("pretrain", "-o", run, "--resume", "--seed", 3), "--seed");
    assertUsage(Terminal.run("finetune", "-o", run, "--resume"), "other training command");
    assertUsage(
        Terminal.run("pretrain", "-o", folder.resolve("none"), "--resume"), "there is no run");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void resumeTakesOptionsThatChangeNothingOfWhatIsLearnt() throws IOException {
    Path run = folder.resolve("run");
    pretrain(run, "--iterations", 2);

    Terminal resumed =
        Terminal.run(
            "pretrain",
            "-o",
            run,
            "--resume",
            "--loader-threads",
            2,
            "--log-every",
            1,
            "--checkpoint-every",
            1);

    assertThat(resumed.exitCode()).isZero();
    assertThat(Files.readString(run.resolve("settings.json"))).contains("\"loaderThreads\" : 2");
    assertUsage(
        Terminal.run("pretrain", "-o", run, "--resume", "--checkpoint-every", 0), "checkpoints");
  }

  @Test
  void picturesThatDoNotFitIntoTheCacheTeachTheSame() {
    Path small = folder.resolve("small");
    Path large = folder.resolve("large");

    Terminal without = pretrain(small, "--iterations", 2, "--cache", 0);
    Terminal with = pretrain(large, "--iterations", 2);

    assertThat(without.exitCode()).isZero();
    assertThat(without.err()).contains("GB of training pictures stay decoded in memory");
    assertThat(with.err()).doesNotContain("stay decoded");
    assertThat(Checkpoint.read(small.resolve("model.safetensors")).weights().asMap())
        .isEqualTo(Checkpoint.read(large.resolve("model.safetensors")).weights().asMap());
    assertUsage(pretrain(folder.resolve("run"), "--cache", -1), "--cache");
  }

  @Test
  void wrongSettingsAreNamedBeforeARunIsMade() throws IOException {
    Path run = folder.resolve("run");

    assertUsage(Terminal.run("pretrain", "-o", run), "--clean or --pairs");
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
  void fineTunesByThePsnr() throws IOException {
    Path run = folder.resolve("run");

    Terminal tuned = finetune(run, "--network", network, "--loss", "psnr");

    assertThat(story(tuned)).contains("PSNR loss");
    assertThat(run.resolve("settings.json")).content().contains("\"pixelLoss\" : \"PSNR\"");
    assertUsage(finetune(folder.resolve("x"), "--network", network, "--loss", "l2"), "[L1, PSNR]");
  }

  @Test
  void goesOnWithADeeperNetwork() throws IOException {
    Path start = model(pretrain(folder.resolve("start"), "--iterations", 2));
    Path deeper =
        Files.writeString(
            folder.resolve("deeper.json"),
            Samples.TINY_NETWORK.replace("\"encoderBlocks\":[1,1]", "\"encoderBlocks\":[1,2]"));
    Path wider =
        Files.writeString(
            folder.resolve("wider.json"),
            Samples.TINY_NETWORK.replace("\"width\":2", "\"width\":4"));

    Terminal tuned = finetune(folder.resolve("run"), "--from", start, "--network", deeper);

    assertThat(Checkpoint.read(model(tuned)).model().network())
        .isEqualTo(new NafNet(2, List.of(1, 2), 1, List.of(1, 1)));
    assertUsage(
        finetune(folder.resolve("x"), "--from", start, "--network", wider),
        "the classifier reads stages of");
  }

  @Test
  void guidesATransferInBothReadings() throws IOException {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path two =
        model(
            finetune(
                folder.resolve("two"),
                "--classifier-only",
                "--from",
                five,
                "--labels",
                "clean,degraded"));

    Terminal byIndex =
        finetune(
            folder.resolve("index"),
            "--from",
            five,
            "--labels",
            "noise",
            "--guided-by",
            five,
            "--guide-towards",
            "noise");
    Terminal byTwoClasses =
        finetune(
            folder.resolve("classes"),
            "--from",
            five,
            "--labels",
            "noise,rain",
            "--guided-by",
            two,
            "--guide-towards",
            "degraded");
    Terminal byOwnLabels = finetune(folder.resolve("own"), "--from", five, "--guided-by", five);

    assertThat(Checkpoint.read(two).model().labels()).containsExactly("clean", "degraded");
    assertThat(story(byIndex)).contains("guided-transfer by " + five, "towards noise,");
    assertThat(story(byTwoClasses)).contains("guided-transfer by " + two, "towards degraded,");
    assertThat(story(byOwnLabels)).contains("towards each patch's own label,");
    assertThat(Checkpoint.read(model(byIndex)).model()).isEqualTo(Checkpoint.read(five).model());
    assertThat(Files.readString(folder.resolve("index/settings.json")))
        .contains("\"schedule\" : \"CONSTANT\"", "\"gamma\" : 0.0", "\"weightDecay\" : 1.0E-4");
  }

  @Test
  void aGuideThatDoesNotFitIsRefused() {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path run = folder.resolve("run");

    assertUsage(finetune(run, "--from", five, "--guide-towards", "noise"), "name --guided-by");
    assertUsage(
        finetune(run, "--from", five, "--classifier-only", "--guided-by", five),
        "leave out --guided-by");
    assertUsage(
        finetune(run, "--from", five, "--guided-by", five, "--guide-towards", "fog"),
        "the guiding classifier does not know 'fog'");
    assertUsage(
        finetune(run, "--from", five, "--guided-by", folder.resolve("none")), "cannot be read");
    assertThat(finetune(run, "--from", five, "--guided-by", five).exitCode()).isZero();
  }

  @Test
  void aClassifierOfOtherLabelsIsTrainedOnAnyNetwork() throws IOException {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path bare = folder.resolve("bare.safetensors");
    Samples.withoutClassifier(Checkpoint.read(five)).write(bare);

    Terminal unnamed = finetune(folder.resolve("run"), "--classifier-only", "--from", bare);
    Terminal named =
        finetune(
            folder.resolve("run"), "--classifier-only", "--from", bare, "--labels", "rain,haze");

    assertUsage(unnamed, "bare.safetensors holds no classifier: name the --labels of a new one");
    assertThat(Checkpoint.read(model(named)).model().labels()).containsExactly("rain", "haze");
    model(finetune(folder.resolve("tuned"), "--from", model(named)));
    assertThat(Files.readString(folder.resolve("tuned/settings.json")))
        .as("the checkpoint's labels are those of the data")
        .contains("rain", "haze")
        .doesNotContain("low-light");
    assertUsage(
        finetune(folder.resolve("x"), "--classifier-only", "--from", five, "--clip", 1), "--clip");
  }

  @Test
  void aNetworkWithoutClassifierIsFineTuned() {
    Path five = model(pretrain(folder.resolve("five"), "--iterations", 2));
    Path bare = folder.resolve("bare.safetensors");
    Samples.withoutClassifier(Checkpoint.read(five)).write(bare);

    Terminal tuned = finetune(folder.resolve("run"), "--from", bare, "--labels", "snow");

    assertThat(Checkpoint.read(model(tuned)).model().classifier()).isEmpty();
    assertThat(story(tuned)).contains("fine-tuning, 2 of 2");
  }

  @Test
  void aNetworkWithoutStagesIsFineTunedAndNotPreTrained() throws IOException {
    Path airNet =
        Files.writeString(
            folder.resolve("airnet.json"),
            "{\"network\":\"airnet\",\"features\":3,\"groups\":1,\"blocks\":1}");

    Terminal tuned = finetune(folder.resolve("run"), "--network", airNet);

    assertThat(Checkpoint.read(model(tuned)).model().classifier()).isEmpty();
    assertUsage(
        finetune(folder.resolve("x"), "--network", airNet, "--classifier-only"),
        "no decoder stages that a classifier could read");

    assertUsage(
        Terminal.run("pretrain", "-o", folder.resolve("x"), "--clean", clean, "--network", airNet),
        "no decoder stages that a classifier could read");
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
            + " low-light, inpainting: name --clean or --pairs");
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
  void aLossThatIsNotFiniteEndsTheRunAndKeepsTheLastCheckpoint() {
    Path run = folder.resolve("run");
    Terminal diverged =
        pretrain(run, "--iterations", 10, "--learning-rate", 1e20, "--checkpoint-every", 1);

    assertThat(diverged.exitCode()).isEqualTo(2);
    assertThat(diverged.err().lines().toList())
        .last()
        .asString()
        .isEqualTo(
            "dcpt: the loss is not finite at iteration 1: begin again with a lower learning rate"
                + " in another folder; the last checkpoint is kept");
    assertThat(Checkpoint.read(run.resolve("model.safetensors")).provenance().values())
        .first()
        .asString()
        .contains("1 of 10 iterations");
  }

  @Test
  void aRunThatAnotherProcessIsAtIsLeftAlone() throws Exception {
    Path run = folder.resolve("run");
    Process first = process(pretrainCommand(run, "--iterations", 100_000));
    try {
      while (first.isAlive() && !Files.exists(run.resolve("log.csv"))) {
        Thread.sleep(5);
      }
      assertUsage(
          pretrain(run, "--iterations", 100_000),
          "another run is under way in %s: wait for it, or name another folder".formatted(run));
    } finally {
      first.destroyForcibly().waitFor();
    }
  }

  @Test
  void allBrokenPicturesAreNamedBeforeTheFirstStep() throws IOException {
    Files.writeString(clean.resolve("c.png"), "text");
    Files.writeString(clean.resolve("d.png"), "text");

    Terminal refused = pretrain(folder.resolve("run"), "--iterations", 2);

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err().lines())
        .singleElement()
        .asString()
        .contains("2 pictures cannot be used", "c.png", "d.png");
  }

  private static Path model(Terminal trained) {
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    return Path.of(trained.out().strip());
  }

  /** The last chapter of a model's provenance. */
  private static String story(Terminal trained) {
    List<String> stages = List.copyOf(Checkpoint.read(model(trained)).provenance().values());
    return stages.get(stages.size() - 1);
  }

  @Test
  void patchAndBatchGrowInStages() {
    Path run = folder.resolve("run");

    Terminal trained =
        Terminal.run(
            "pretrain",
            "-o",
            run,
            "--network",
            network,
            "--clean",
            clean,
            "--labels",
            "noise,haze",
            "--stage",
            "8x2:2",
            "--stage",
            "16x1:3",
            "--accumulate",
            2);

    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(trained.err()).contains("5/5");
    assertThat(Checkpoint.read(run.resolve("model.safetensors")).provenance().get("stage 1"))
        .contains("5 of 5 iterations, batch 2 x 2, patch 8, then batch 2 x 1, patch 16");
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
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are ended there without notice")
  void aTrainingThatIsEndedSavesItsStateFirst() throws IOException {
    Path run = folder.resolve("run");
    List<String> arguments = pretrainCommand(run, "--iterations", 100_000);
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(errors.lines().filter(line -> line.startsWith("2/100000")).findFirst())
          .isPresent();
      assertThat(run.resolve("state.safetensors")).doesNotExist();
      // Unlike Process.destroy, this leaves the streams open.
      process.toHandle().destroy();

      assertThat(errors.lines())
          .last()
          .asString()
          .matches("dcpt: stopped after \\d+ of 100000 iterations: the same command goes on");
      assertThat(process.onExit().join().exitValue()).isEqualTo(143);
    }
    assertThat(run.resolve("state.safetensors")).exists();
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
  void tellsHowLongAStepTakes() throws IOException {
    for (String kind : List.of("pretrain", "finetune")) {
      Terminal terminal =
          Terminal.run(
              "speed",
              "--json",
              "--procedure",
              kind,
              "--network",
              network,
              "--patch",
              8,
              "--batch",
              2,
              "--steps",
              3,
              "--warm-up",
              1);
      assertThat(terminal.exitCode()).as(terminal.err()).isZero();
      JsonNode result = new ObjectMapper().readTree(terminal.out());
      assertThat(result.get("secondsPerStep").asDouble()).isPositive();
      assertThat(result.get("cpuSecondsPerStep").asDouble()).isPositive();
      assertThat(result.has("peakResidentMegabytes")).isTrue();
    }
    assertUsage(Terminal.run("speed", "--network", network, "--patch", 7), "multiple of");
    assertUsage(Terminal.run("speed", "--network", network, "--steps", 0), "at least one step");
  }

  private Terminal pretrain(Path run, Object... more) {
    return Terminal.run(pretrainCommand(run, more).toArray());
  }

  private List<String> pretrainCommand(Path run, Object... more) {
    List<String> command =
        new ArrayList<>(List.of("pretrain", "-o", run.toString(), "--network", network.toString()));
    command.addAll(common());
    for (Object argument : more) {
      command.add(argument.toString());
    }
    return command;
  }

  private Terminal finetune(Path run, Object... more) {
    List<Object> command = new ArrayList<>(List.of("finetune", "-o", run, "--iterations", 2));
    command.addAll(common());
    command.addAll(List.of(more));
    return Terminal.run(command.toArray());
  }

  private List<String> common() {
    return List.of(
        "--clean",
        clean.toString(),
        "--batch",
        "2",
        "--patch",
        "32",
        "--threads",
        "1",
        "--log-every",
        "1");
  }

  private static List<String> command(List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Dcpt.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private static Process process(List<String> arguments) throws IOException {
    return new ProcessBuilder(command(arguments))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void assertUsage(Terminal terminal, String message) {
    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err().lines()).singleElement().asString().contains(message);
  }
}
