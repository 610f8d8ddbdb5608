package io.github.dcpt4j.cli.evaluate;

import static io.github.dcpt4j.cli.Terminal.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measuring on test sets. */
class EvaluateCommandTest {

  @TempDir private Path folder;

  @Test
  void evaluatesPairsAndWritesAReport() throws IOException {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("derain");
    Samples.picture(data.resolve("input/a&b.png"), 16, 24);
    Samples.picture(data.resolve("target/a&b.png"), 16, 24);
    Path report = folder.resolve("report.html");

    JsonNode json =
        json(
            Terminal.run(
                "evaluate", "--data", data, "--model", model, "--report", report, "--json"));

    assertThat(json.get("images").asInt()).isEqualTo(1);
    assertThat(json.get("label").asText()).isEqualTo("rain");
    // An exact picture counts 100 dB: more than any other of 8 bits, and not infinite.
    assertThat(json.get("inputPsnr").asDouble()).isEqualTo(100);
    assertThat(json.get("inputSsim").asDouble()).isEqualTo(1);
    assertThat(json.get("psnr").asDouble()).isFinite();
    assertThat(json.get("accuracy").asDouble()).isIn(0.0, 1.0);
    assertThat(report).content().contains("a&amp;b.png", "data:image/jpeg;base64,");
  }

  @Test
  void evaluatesTheMeanOverMirrorImagesWhereAsked() throws IOException {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("restored");
    Path input = data.resolve("input/a.png");
    Path restored = data.resolve("target/a.png");
    Samples.picture(input, 16, 24);
    Files.createDirectories(restored.getParent());
    Terminal.run("restore", input, "-o", restored, "--model", model, "--augment");

    // Against what restore --augment wrote, the same mean is exact and a single pass is not.
    Object[] command = {"evaluate", "--data", data, "--model", model, "--json"};
    List<Object> augmented = new ArrayList<>(List.of(command));
    augmented.add("--augment");

    assertThat(json(Terminal.run(augmented.toArray())).get("psnr").asDouble()).isEqualTo(100);
    assertThat(json(Terminal.run(command)).get("psnr").asDouble()).isLessThan(100);
  }

  @Test
  void evaluatesSeveralFoldersInOneReport() throws IOException {
    Path model = Samples.modelIn(folder);
    Path rain = folder.resolve("rain");
    Path photographs = folder.resolve("photographs");
    Samples.picture(rain.resolve("input/a.png"), 16, 24);
    Samples.picture(rain.resolve("target/a.png"), 16, 24);
    Samples.picture(photographs.resolve("target/b.png"), 32, 24);
    Path report = folder.resolve("report.html");
    Object[] command = {
      "evaluate", "--data", rain, "--data", photographs, "--noise", "25", "--model", model
    };

    Terminal text = Terminal.run(command);
    List<Object> withReport = new ArrayList<>(List.of(command));
    withReport.addAll(List.of("--report", report, "--json"));
    JsonNode json = json(Terminal.run(withReport.toArray()));

    assertThat(text.out())
        .contains("on rain, 1 pictures", "on photographs, 1 pictures", "mean of 2");
    assertThat(json.get("sets")).hasSize(2);
    assertThat(json.get("sets").get(0).get("label").asText()).isEqualTo("rain");
    assertThat(json.get("sets").get(1).get("label").asText()).isEqualTo("noise");
    assertThat(json.get("psnr").asDouble())
        .isEqualTo(
            (json.get("sets").get(0).get("psnr").asDouble()
                    + json.get("sets").get(1).get("psnr").asDouble())
                / 2);
    assertThat(report).content().contains("a.png", "b.png", "mean of the sets", "class=\"matrix\"");
  }

  @Test
  void evaluatesWithNoise() throws IOException {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("photos");
    Samples.picture(data.resolve("target/a.png"), 64, 64);

    JsonNode json =
        json(Terminal.run("evaluate", "--data", data, "--model", model, "--noise", "25", "--json"));

    // 20.17 dB is sigma 25; limiting to 8 bits takes some of the noise away again.
    assertThat(json.get("inputPsnr").asDouble()).isBetween(20.1, 22.5);
    assertThat(json.get("label").asText()).isEqualTo("noise");
  }

  @Test
  void anEvaluationOfABrokenSetSaysWhy() {
    Path model = Samples.modelIn(folder);
    Path data = folder.resolve("set");
    Samples.picture(data.resolve("input/a.png"), 16, 16);
    Samples.picture(data.resolve("target/a.png"), 16, 17);

    Terminal sizes = Terminal.run("evaluate", "--data", data, "--model", model);
    Terminal noise = Terminal.run("evaluate", "--data", data, "--model", model, "--noise", "25");
    Terminal label = Terminal.run("evaluate", "--data", data, "--model", model, "--label", "snow");

    assertThat(sizes.exitCode()).isEqualTo(1);
    assertThat(sizes.err().lines()).singleElement().asString().contains("16x16", "16x17");
    assertThat(noise.exitCode()).isEqualTo(2);
    assertThat(label.exitCode()).isEqualTo(2);
    assertThat(label.err()).contains("snow");
  }
}
