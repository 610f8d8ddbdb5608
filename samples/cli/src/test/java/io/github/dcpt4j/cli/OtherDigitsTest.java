package io.github.dcpt4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of users whose language has digits of its own. */
class OtherDigitsTest {

  @TempDir private Path folder;
  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void speakPersian() {
    Locale.setDefault(new Locale("fa", "IR"));
    assertThat("%d".formatted(1)).as("this JVM knows the digits").isEqualTo("۱");
  }

  @AfterEach
  void speakAsBefore() {
    Locale.setDefault(usual);
  }

  @Test
  void namesTablesAndMessagesHaveTheDigitsThatProgramsRead() throws IOException {
    Path checkpoint = Samples.checkpointIn(folder);
    Path clean = folder.resolve("clean");
    Samples.picture(clean.resolve("a.png"), 48, 40);
    Path network = Files.writeString(folder.resolve("network.json"), Samples.TINY_NETWORK);
    Path run = folder.resolve("run");

    Terminal info = Terminal.run("info", checkpoint);
    Terminal trained =
        Terminal.run(
            "finetune",
            "-o",
            run,
            "--clean",
            clean,
            "--network",
            network,
            "--patch",
            32,
            "--batch",
            2,
            "--iterations",
            2,
            "--log-every",
            1,
            "--threads",
            1);

    assertThat(info.exitCode()).as(info.err()).isZero();
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    assertThat(info.out() + trained.out() + trained.err()).doesNotContainPattern("[۰-۹]");
    for (String file : Samples.names(run)) {
      if (file.endsWith(".csv") || file.endsWith(".json") || file.endsWith(".html")) {
        assertThat(Files.readString(run.resolve(file))).as(file).doesNotContainPattern("[۰-۹]");
      }
    }
  }
}
