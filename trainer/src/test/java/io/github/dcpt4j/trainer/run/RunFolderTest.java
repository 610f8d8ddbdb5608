package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path folder;

  @Test
  void isHeldByOneRunAtATime() {
    Path run = folder.resolve("deep/run");
    try (RunFolder first = RunFolder.open(run)) {
      assertThat(first.settings()).isEmpty();
      assertThatThrownBy(() -> RunFolder.open(run))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("another run is under way in " + run);
    }
    RunFolder.open(run).close();
  }

  @Test
  void isNoFile() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertThatThrownBy(() -> RunFolder.open(file))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("name a folder");
  }

  @Test
  void returnsTheSettingsThatWereWritten() throws IOException {
    Path start = Files.writeString(folder.resolve("a start.x"), "text");
    RunSettings settings = SmallRun.in(folder, 3).startingAt(start).settings();
    try (RunFolder run = RunFolder.open(folder.resolve("run"))) {
      run.write(settings);
      assertThat(run.settings()).contains(settings);
      assertThat(run.state()).isEmpty();
    }
  }

  @Test
  void reportsDamagedSettings() throws IOException {
    Files.writeString(folder.resolve("settings.json"), "{\"procedure\": ");
    try (RunFolder run = RunFolder.open(folder)) {
      assertThatThrownBy(run::settings)
          .isInstanceOf(RunException.class)
          .hasMessageContaining("settings.json cannot be read, or was written by another version");
    }
  }
}
