package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {

  private static String told(long held, long all) {
    StringWriter err = new StringWriter();
    try (TrainingProgress progress = TrainingProgress.on(new PrintWriter(err))) {
      progress.opened(held, all);
    }
    return err.toString();
  }

  @Test
  void tellsOfPicturesThatDoNotFitIntoMemory() {
    assertThat(told(14_000_000_000L, 98_000_000_000L))
        .startsWith("14.0 of the 98.0 GB of training pictures stay decoded in memory")
        .contains("--loader-threads");
    assertThat(told(98, 98)).isEmpty();
  }
}
