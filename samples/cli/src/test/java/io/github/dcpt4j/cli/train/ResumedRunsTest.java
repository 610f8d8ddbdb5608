package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs that stop and go on. */
class ResumedRunsTest extends TrainingTest {

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
}
