package io.github.dcpt4j.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Terminal;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a training step takes. */
class SpeedCommandTest extends TrainingTest {

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
}
