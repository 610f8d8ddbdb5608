package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.ModelOutputs;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose weights are in a second file, as those of more than 2 GB are. */
class ExternalDataTest {

  private static final NafNet NETWORK = new NafNet(8, List.of(1), 1, List.of(1));
  private static final OnnxExporter SINGLE_FILES = new OnnxExporter();
  private static final OnnxExporter PAIRS = new OnnxExporter(List.of(), 0);

  private final Checkpoint checkpoint = Checkpoints.withClassifier(NETWORK, 1);
  private final ExportOptions everything = ExportOptions.everything("tiny", checkpoint.model());

  @TempDir Path folder;
  private Path target;
  private Path data;

  @BeforeEach
  void nameTheTarget() {
    target = folder.resolve("model.onnx");
    data = folder.resolve("model.onnx.data");
  }

  @Test
  void both_files_together_are_the_same_model() throws Exception {
    Path single = folder.resolve("single.onnx");
    new OnnxExporter(List.of()).export(checkpoint, everything, single);

    PAIRS.export(checkpoint, everything, target);

    assertFiles(single, target, data);
    assertThat(Files.size(target)).isLessThan(Files.size(single));
    assertThat(restored(target)).isEqualTo(restored(single));
  }

  @Test
  void the_sdk_opens_the_pair_wherever_it_is_and_says_so_if_half_of_it_is_missing()
      throws Exception {
    PAIRS.export(checkpoint, everything, target);
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path moved = Files.move(target, elsewhere.resolve("renamed.onnx"));

    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(moved))
        .withMessageContaining("'model.onnx.data', which is not beside it");
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> Restorer.open(Files.readAllBytes(moved)))
        .withMessageContaining("open the model from its path");

    Files.move(data, elsewhere.resolve("model.onnx.data"));
    try (Restorer restorer = Restorer.open(moved)) {
      assertThat(restorer.card().name()).isEqualTo("tiny");
    }
  }

  @Test
  void the_same_checkpoint_gives_the_same_bytes() throws Exception {
    PAIRS.export(checkpoint, everything, target);
    byte[] model = Files.readAllBytes(target);
    byte[] weights = Files.readAllBytes(data);

    PAIRS.export(checkpoint, everything, target);

    assertFiles(target, data);
    assertThat(target).hasBinaryContent(model);
    assertThat(data).hasBinaryContent(weights);
  }

  @Test
  void a_pair_replaces_a_single_file_and_another_pair() throws Exception {
    SINGLE_FILES.export(checkpoint, everything, target);
    PAIRS.export(checkpoint, everything, target);
    float[] before = restored(target);
    Checkpoint other = Checkpoints.withClassifier(new NafNet(8, List.of(2), 0, List.of(1)), 1);

    PAIRS.export(other, everything, target);

    assertFiles(target, data);
    assertThat(restored(target)).isNotEqualTo(before);
  }

  @Test
  void a_single_file_replaces_a_pair_and_leaves_the_data_that_nothing_reads() throws Exception {
    PAIRS.export(checkpoint, everything, target);
    float[] before = restored(target);

    new OnnxExporter(List.of()).export(checkpoint, everything, target);

    Files.writeString(data, "nothing");
    assertThat(restored(target)).isEqualTo(before);
  }

  @Test
  void a_refused_export_leaves_an_older_pair_as_it_was() throws Exception {
    PAIRS.export(checkpoint, everything, target);
    byte[] model = Files.readAllBytes(target);
    byte[] weights = Files.readAllBytes(data);
    OnnxExporter wrong = new OnnxExporter(List.of(ExternalDataTest::withoutBiasAtTheEnd), 0);

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> wrong.export(checkpoint, everything, target))
        .withMessageContaining("differs");

    assertFiles(target, data);
    assertThat(target).hasBinaryContent(model);
    assertThat(data).hasBinaryContent(weights);
  }

  @Test
  void a_pair_that_cannot_take_its_place_leaves_an_older_pair() throws Exception {
    Files.writeString(target, "older model");
    Files.writeString(data, "older data");

    failToFinish();

    assertFiles(target, data);
    assertThat(target).hasContent("older model");
    assertThat(data).hasContent("older data");
  }

  @Test
  void a_pair_that_cannot_take_its_place_leaves_an_older_single_file() throws Exception {
    Files.writeString(target, "older model");

    failToFinish();

    assertFiles(target);
    assertThat(target).hasContent("older model");
  }

  /** The new model is never written: its move fails after that of the data. */
  private void failToFinish() throws IOException {
    try (PartModel part = PartModel.beside(target)) {
      Files.writeString(part.data(), "newer data");
      assertThatExceptionOfType(IOException.class).isThrownBy(part::finish);
    }
  }

  private static Graph withoutBiasAtTheEnd(Graph graph) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.computeIfPresent(
        "ending.bias", (name, tensor) -> new Tensor(tensor.shape(), new float[3]));
    return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.nodes(), constants);
  }

  private void assertFiles(Path... files) throws IOException {
    try (var present = Files.list(folder)) {
      assertThat(present).containsExactlyInAnyOrder(files);
    }
  }

  private static float[] restored(Path file) {
    try (OnnxModel model = OnnxModel.open(file, RuntimeOptions.CPU, any -> 8)) {
      float[] ramp = new float[3 * 16 * 8];
      for (int i = 0; i < ramp.length; i++) {
        ramp[i] = (float) i / ramp.length;
      }
      ModelOutputs outputs = model.run(FloatBuffer.wrap(ramp), 1, 16, 8);
      float[] values = new float[ramp.length];
      outputs.restored().orElseThrow().get(values);
      return values;
    }
  }
}
