package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.sdk.Restorer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes the built-in model, with a few steps of each run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the script is one for a POSIX shell")
class BuiltInRecipeTest {

  private static final Path SCRIPT = Path.of("../../trainer/recipes/built-in/train.sh");
  private static final long MINUTES = 8;

  @TempDir private Path folder;

  @Test
  void makesAModelFromPhotographsAlsoAfterAnInterruption() throws Exception {
    Path photographs = folder.resolve("photographs");
    for (String part : List.of("train", "validation")) {
      Files.createDirectories(photographs.resolve(part));
      for (int i = 0; i < 3; i++) {
        Samples.picture(photographs.resolve(part).resolve(part + i + ".png"), 96, 80);
      }
    }
    Path out = folder.resolve("out");

    Process first = start(photographs, out);
    waitFor(out.resolve("finetune/state.safetensors"), first);
    first.descendants().forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly().waitFor();
    assertThat(out.resolve("model.onnx")).doesNotExist();
    Process second = start(photographs, out);

    assertThat(second.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(second.exitValue())
        .withFailMessage(() -> read(folder.resolve("script.log")))
        .isZero();
    try (Restorer restorer = Restorer.open(out.resolve("model.onnx"))) {
      assertThat(restorer.card().labels())
          .containsExactly("rain", "noise", "haze", "low-light", "motion-blur", "clean");
    }
    assertThat(Checkpoint.read(out.resolve("classifier/model.safetensors")).provenance())
        .containsOnlyKeys("stage 1", "stage 2", "stage 3");
  }

  private Process start(Path photographs, Path out) throws IOException {
    Path dcpt = folder.resolve("dcpt");
    String command =
        TrainingTest.command(List.of()).stream()
            .map(part -> "'" + part + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(dcpt, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(dcpt, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder =
        new ProcessBuilder("sh", SCRIPT.toString(), photographs.toString(), out.toString(), "--dry")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("script.log").toFile()));
    builder.environment().put("DCPT", dcpt.toString());
    builder.environment().put("THREADS", "1");
    return builder.start();
  }

  private void waitFor(Path file, Process process) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(MINUTES));
    while (!Files.exists(file) && process.isAlive() && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    assertThat(file).withFailMessage(() -> read(folder.resolve("script.log"))).exists();
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
