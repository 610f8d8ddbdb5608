package io.github.dcpt4j.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder that an earlier version wrote up to iteration 2 of 4, and the weights with which that
 * version ended: the run still opens, and goes on to the same end.
 */
class RecordedRunTest {

  private static final String PLACE_OF_PICTURES = "@PICTURES@";

  @TempDir private Path folder;

  @BeforeEach
  void copyTheRun() throws IOException {
    TestPictures.pairs(folder.resolve("pairs"), 24, 24);
    Path recorded = Path.of("src/test/resources/recorded-run");
    try (Stream<Path> files = Files.list(recorded)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    for (String name : List.of("settings.json", "data.json")) {
      Path file = folder.resolve(name);
      Files.writeString(
          file,
          Files.readString(file).replace(PLACE_OF_PICTURES, folder.resolve("pairs").toString()));
    }
  }

  private RunSettings settings() {
    try (RunFolder run = RunFolder.open(folder)) {
      return run.settings().orElseThrow();
    }
  }

  @Test
  void itsSettingsAreRead() {
    RunSettings settings = settings();

    assertThat(settings.procedure()).isEqualTo(ProcedureKind.DIRECT_TRAINING);
    assertThat(settings.iterations()).isEqualTo(4);
    assertThat(settings.model().labels()).containsExactly("dark", "dim");
    assertThat(settings.data().shares()).containsEntry("dim", 2.0);
    assertThat(settings.intervals()).isEqualTo(new Intervals(2, 1));
    assertThat(settings.learningRate(0)).isEqualTo(1e-3);
    assertThat(settings.learningRate(4)).isEqualTo(1e-6);
    assertThat(settings.validation().every()).isEqualTo(2);
    assertThat(settings.seed()).isEqualTo(5);
  }

  @Test
  void itGoesOnToTheEndThatTheEarlierVersionReached() {
    SmallRun.Heard heard = new SmallRun.Heard();

    Checkpoint end = SmallRun.train(folder, settings(), heard);

    Checkpoint expected = Checkpoint.read(folder.resolve("finished.safetensors"));
    assertThat(heard.starts()).containsExactly(2L);
    assertThat(end.provenance()).isEqualTo(expected.provenance());
    assertThat(end.weights().asMap()).hasSameSizeAs(expected.weights().asMap());
    expected
        .weights()
        .asMap()
        .forEach(
            (name, tensor) ->
                new Closeness(1e-6, 0).check(name, end.weights().get(name).data(), tensor.data()));
  }

  @Test
  void itsLogsGoOn() throws IOException {
    // The third line belongs to a step that the saved state does not have: it is done again.
    List<String> log = Files.readAllLines(folder.resolve("log.csv")).subList(0, 3);
    List<String> validations = Files.readAllLines(folder.resolve("validation.csv"));

    SmallRun.train(folder, settings());

    assertThat(Files.readAllLines(folder.resolve("log.csv")))
        .hasSize(5)
        .startsWith(log.toArray(String[]::new));
    assertThat(Files.readAllLines(folder.resolve("validation.csv")))
        .hasSize(2 * validations.size() - 1)
        .startsWith(validations.toArray(String[]::new));
    assertThat(RunReport.page(folder)).contains("4 of 4 iterations").contains("Pixel loss");
  }
}
