package io.github.dcpt4j.cli.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.cli.Dcpt;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTest {

  @TempDir private Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are ended there without notice")
  void aProcessThatIsEndedLeavesWholeFilesOnly() throws IOException {
    Path first = Samples.picture(folder.resolve("in/first.png"), 16, 16);
    // Four times two megapixels: long enough to be interrupted.
    Path second = Samples.picture(folder.resolve("in/second.png"), 2000, 1000);
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Dcpt.class.getName(),
                "restore",
                first.toString(),
                second.toString(),
                "--augment",
                "-o",
                out.toString(),
                "--model",
                Samples.modelIn(folder).toString())
            .start();
    try (BufferedReader told = process.inputReader(StandardCharsets.UTF_8);
        BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      assertThat(told.readLine()).isEqualTo(out.resolve("first.png").toString());
      // Unlike Process.destroy, this leaves the streams open.
      process.toHandle().destroy();

      assertThat(errors.lines())
          .anySatisfy(line -> assertThat(line).contains("interrupted", "--resume goes on"))
          .endsWith("dcpt: 1 done, 0 skipped, 0 failed");
      assertThat(process.onExit().join().exitValue()).isNotZero();
    }
    assertThat(Samples.names(out)).containsExactly("first.png");
    assertThat(new PictureCodec().read(out.resolve("first.png")).width()).isEqualTo(16);
  }
}
