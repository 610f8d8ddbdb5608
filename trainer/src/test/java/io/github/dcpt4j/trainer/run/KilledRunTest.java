package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.events.EventFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a run whose process is killed in the middle. */
class KilledRunTest {

  private static final long ITERATIONS = 200;

  @TempDir private Path folder;

  /** The process that is killed: goes on with the run of a folder. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] arguments) {
      try (RunFolder run = RunFolder.open(Path.of(arguments[0]))) {
        new TrainingRun(run, run.settings().orElseThrow(), new SmallRun.Heard()).train();
      }
    }
  }

  private static Process startVictim(Path run) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dai.djl.pytorch.num_threads=1",
            "-Dai.djl.pytorch.num_interop_threads=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            run.toString())
        .redirectErrorStream(true)
        .redirectOutput(run.resolveSibling("victim.txt").toFile())
        .start();
  }

  @Test
  @Timeout(120)
  void endsBitForBitLikeAnUninterruptedRun() throws Exception {
    Path pairs = TestPictures.pairs(folder.resolve("pairs"), 32, 32);
    RunSettings settings =
        SmallRun.in(folder, ITERATIONS)
            .validated(new ValidationSettings(Map.of("haze", List.of(pairs.toString())), 15, 32))
            .settings();
    Path whole = folder.resolve("whole");
    Path killed = folder.resolve("killed");
    SmallRun.train(whole, settings);
    try (RunFolder run = RunFolder.open(killed)) {
      run.write(settings);
    }

    Process victim = startVictim(killed);
    try {
      while (!Files.exists(killed.resolve("state.safetensors"))) {
        assertThat(victim.isAlive())
            .as("%s", Files.readString(folder.resolve("victim.txt")))
            .isTrue();
        Thread.sleep(2);
      }
      assertThatThrownBy(() -> RunFolder.open(killed))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("another run is under way");
    } finally {
      victim.destroyForcibly();
      assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(victim.exitValue()).isNotZero();

    SmallRun.Heard heard = new SmallRun.Heard();
    Checkpoint resumed = SmallRun.train(killed, settings, heard);

    assertThat(heard.starts().get(0))
        .isBetween(SmallRun.CHECKPOINT_EVERY, ITERATIONS - SmallRun.CHECKPOINT_EVERY);
    assertThat(resumed.weights().asMap())
        .isEqualTo(Checkpoint.read(whole.resolve("model.safetensors")).weights().asMap());
    assertThat(killed.resolve("model.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("model.safetensors"));
    assertThat(killed.resolve("state.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("state.safetensors"));
    assertThat(killed.resolve("best.safetensors"))
        .hasSameBinaryContentAs(whole.resolve("best.safetensors"));
    assertThat(killed.resolve("validation.csv"))
        .hasSameTextualContentAs(whole.resolve("validation.csv"));
    assertThat(Files.readAllLines(killed.resolve("engine.txt")))
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).startsWith("after 0 iterations: PyTorch "))
        .allSatisfy(line -> assertThat(line).contains("1 threads; oneDNN "));
    List<Long> tens = LongStream.rangeClosed(1, 20).mapToObj(i -> 10 * i).toList();
    assertThat(iterations(killed.resolve("log.csv"))).isEqualTo(tens);
    assertThat(EventFiles.steps(killed, "loss/pixel")).isEqualTo(tens);
    assertThat(EventFiles.steps(killed, "validation_psnr/haze"))
        .isEqualTo(EventFiles.steps(whole, "validation_psnr/haze"))
        .hasSize(14);
  }

  private static List<Long> iterations(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .skip(1)
        .map(line -> Long.valueOf(line.substring(0, line.indexOf(','))))
        .toList();
  }
}
