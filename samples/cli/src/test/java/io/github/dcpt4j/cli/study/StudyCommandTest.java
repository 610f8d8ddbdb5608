package io.github.dcpt4j.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.cli.Samples;
import io.github.dcpt4j.cli.Terminal;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {

  private static final int PICTURES = 15;

  @TempDir private Path folder;
  private Path clean;
  private Path report;

  @BeforeEach
  void makeData() {
    clean = folder.resolve("clean");
    report = folder.resolve("new/report");
    for (int i = 0; i < PICTURES; i++) {
      Samples.picture(clean.resolve(i + ".png"), 32 + i, 36);
    }
  }

  @Test
  void comparesRandomWithTrainedWeightsAndHasAControl() throws IOException {
    Terminal terminal = study(Samples.checkpointIn(folder), "--json", "--threads", 1);

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    JsonNode document = new ObjectMapper().readTree(terminal.out());
    assertThat(document.path("network").path("network").asText()).isEqualTo("nafnet");
    assertThat(document.path("stage").asInt()).isEqualTo(1);
    List<String> studied = new ArrayList<>();
    for (JsonNode line : document.path("results")) {
      studied.add(line.path("weights").asText() + " " + line.path("pictures").asText());
      assertThat(line.path("picturesPerClass").asInt()).isEqualTo(3);
      assertThat(line.path("features").asInt()).isEqualTo(4 * 16 * 16);
      assertThat(line.path("chance").asDouble()).isEqualTo(0.2);
      assertThat(line.path("accuracy").path("splits")).hasSize(5);
      assertThat(line.path("accuracy").path("mean").asDouble()).isBetween(0.0, 1.0);
    }
    assertThat(studied)
        .containsExactly("random disjoint", "random shared", "trained disjoint", "trained shared");
    assertThat(Samples.names(report)).containsExactly("study.html", "tsne.png");
    assertThat(Files.readString(report.resolve("study.html"))).contains("NafNet", "trained");
    assertThat(new PictureCodec().read(report.resolve("tsne.png")).width()).isEqualTo(1280);
  }

  @Test
  void aNetworkWithoutCheckpointIsStudiedWithRandomWeights() throws IOException {
    Path network = Files.writeString(folder.resolve("network.json"), Samples.TINY_NETWORK);

    Terminal terminal = study("--network", network);

    assertThat(terminal.exitCode()).as(terminal.err()).isZero();
    assertThat(terminal.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("random   disjoint"),
            line -> assertThat(line).startsWith("random   shared"),
            line -> assertThat(line).isEqualTo(report.resolve("study.html").toString()));
  }

  @Test
  void whatCannotBeStudiedIsNamed() throws IOException {
    Path checkpoint = Samples.checkpointIn(folder);

    assertUsage(study(), "name a CHECKPOINT or a --network");
    assertUsage(study(checkpoint, "--pictures", 4), "20 photographs are needed and there are 15");
    assertUsage(study(checkpoint, "--pictures", 2), "3 pictures per class or more");
    assertUsage(study(checkpoint, "--stage", 2), "decoder stages 0 to 1, not 2");
    assertUsage(study(checkpoint, "--patch", 31), "multiple of 4");
    assertThat(report).doesNotExist();
  }

  private Terminal study(Object... more) {
    List<Object> command =
        new ArrayList<>(List.of("study", "--clean", clean, "-o", report, "--iterations", 10));
    List<Object> options = List.of(more);
    if (!options.contains("--patch")) {
      command.addAll(List.of("--patch", 32));
    }
    command.addAll(options);
    return Terminal.run(command.toArray());
  }

  private static void assertUsage(Terminal terminal, String message) {
    assertThat(terminal.exitCode()).isEqualTo(2);
    assertThat(terminal.err().lines()).singleElement().asString().contains(message);
  }
}
