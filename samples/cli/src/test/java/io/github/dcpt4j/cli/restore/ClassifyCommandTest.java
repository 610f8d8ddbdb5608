package io.github.dcpt4j.cli.restore;

import static io.github.dcpt4j.cli.Terminal.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Naming degradations. */
class ClassifyCommandTest {

  @TempDir private Path folder;

  @Test
  void classifiesAndGoesOnAfterABrokenFile() throws IOException {
    Path model = Samples.modelIn(folder);
    Path picture = Samples.picture(folder.resolve("photo.png"), 17, 9);

    Terminal terminal =
        Terminal.run(
            "classify", folder.resolve("missing.png"), picture, "--model", model, "--json");

    assertThat(terminal.exitCode()).isEqualTo(1);
    JsonNode files = json(terminal.out()).get("files");
    assertThat(files.get(0).get("error").asText()).contains("missing.png");
    JsonNode scores = files.get(1).get("scores");
    String top = files.get(1).get("top").asText();
    assertThat(scores).hasSize(Samples.LABELS.size());
    scores.forEach(
        score -> assertThat(scores.get(top).asDouble()).isGreaterThanOrEqualTo(score.asDouble()));
  }
}
