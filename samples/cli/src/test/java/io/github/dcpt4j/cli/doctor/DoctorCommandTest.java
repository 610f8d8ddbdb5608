package io.github.dcpt4j.cli.doctor;

import static io.github.dcpt4j.cli.Terminal.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.cli.shared.Failures;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the machine. */
class DoctorCommandTest {

  @TempDir private Path folder;

  @Test
  void doctorTellsWhatADeviceTakesAndWhatRan() throws IOException {
    Terminal terminal = Terminal.run("doctor", "--json");

    JsonNode found = json(terminal);
    assertThat(terminal.exitCode()).isZero();
    assertThat(found.get("driver").get("file").asText()).contains("cuda");
    assertThat(found.get("trial").get("providers").fieldNames().next())
        .endsWith("ExecutionProvider");
    assertThat(found.get("model").get("device")).isEqualTo(found.get("trial").get("device"));
    boolean onCpu = found.get("trial").get("device").asText().equals("cpu");
    assertThat(found.get("trial").has("whyNotBetter")).isEqualTo(onCpu);
    assertThat(found.get("model").has("whyNotBetter")).isEqualTo(onCpu);
  }

  @Test
  void doctorDescribesTheRestWhereADeviceCannotBeUsed() throws IOException {
    Terminal terminal = Terminal.run("doctor", "--json", "--device", "cuda:999");

    JsonNode found = json(terminal.out());
    assertThat(terminal.exitCode()).isEqualTo(Failures.MODEL_OR_DEVICE_UNUSABLE);
    assertThat(found.get("onnxRuntime").asText()).startsWith("1.23");
    assertThat(found.has("trial")).isFalse();
    assertThat(terminal.err()).contains(found.get("problem").asText());
  }
}
