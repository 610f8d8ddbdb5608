package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.rewrite.Rewrite;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxExporterTest {

  private static final NafNet NETWORK = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));

  private final Checkpoint checkpoint = Checkpoints.withClassifier(NETWORK, 1);
  private final ExportOptions everything = ExportOptions.everything("tiny", checkpoint.model());
  private final OnnxExporter exporter = new OnnxExporter();

  @TempDir Path folder;
  private Path target;

  @BeforeEach
  void nameTheTarget() {
    target = folder.resolve("model.onnx");
  }

  @Test
  void the_file_carries_the_card_that_the_export_returns() {
    ModelCard card = exporter.export(checkpoint, everything, target);

    try (OnnxModel model = open()) {
      assertThat(ModelCard.fromJson(model.metadata(ModelCard.METADATA_KEY).orElseThrow()))
          .isEqualTo(card);
      assertThat(model.outputs()).containsExactlyInAnyOrder("restored", "degradation_logits");
    }
  }

  @Test
  void the_card_tells_what_the_model_is_and_how_it_came_to_be() {
    ModelCard card = exporter.export(checkpoint, everything, target);

    assertThat(card.name()).isEqualTo("tiny");
    assertThat(card.network().toString())
        .isEqualTo(
            "{\"network\":\"nafnet\",\"width\":4,\"encoderBlocks\":[1,1],"
                + "\"middleBlocks\":1,\"decoderBlocks\":[1,1],\"form\":\"dcpt\",\"imageChannels\":3}");
    assertThat(card.labels()).containsExactly("rain", "noise");
    assertThat(card.sizeMultiple()).isEqualTo(4);
    assertThat(card.provenance()).isEqualTo(checkpoint.provenance());
  }

  @Test
  void the_card_holds_the_measured_difference_of_every_head() {
    ModelCard card = exporter.export(checkpoint, everything, target);

    assertThat(card.parity().orElseThrow().differences())
        .containsOnlyKeys(Head.values())
        .allSatisfy((head, difference) -> assertThat(difference).isBetween(1e-12, 5e-5));
  }

  @Test
  void a_model_that_only_classifies_can_be_exported() {
    ModelCard card =
        exporter.export(
            checkpoint, new ExportOptions("classifier", Set.of(Head.CLASSIFICATION)), target);

    assertThat(card.heads()).containsExactly(Head.CLASSIFICATION);
    try (OnnxModel model = open()) {
      float[][] logits =
          model.classify(FloatBuffer.allocate(2 * 3 * 8 * 4), 2, 8, 4, new Cancellation());
      assertThat(logits).hasDimensions(2, 2);
    }
  }

  @Test
  void a_model_that_only_restores_has_no_labels() {
    ModelCard card =
        exporter.export(
            checkpoint, new ExportOptions("restorer", Set.of(Head.RESTORATION)), target);

    assertThat(card.labels()).isEmpty();
    assertThat(card.parity().orElseThrow().differences()).containsOnlyKeys(Head.RESTORATION);
  }

  @Test
  void an_untrained_model_whose_scales_are_still_zero_can_be_exported() {
    Weights initial =
        Weights.initial(ModelSummary.of(checkpoint.model()).parameters(), new SplittableRandom(5));

    ModelCard card =
        exporter.export(new Checkpoint(checkpoint.model(), initial, Map.of()), everything, target);

    assertThat(target).exists();
    assertThat(card.provenance()).isEmpty();
  }

  @Test
  void the_same_checkpoint_gives_the_same_bytes() throws Exception {
    exporter.export(checkpoint, everything, target);
    byte[] first = Files.readAllBytes(target);

    exporter.export(checkpoint, everything, target);

    assertThat(target).hasBinaryContent(first);
  }

  @Test
  void denormal_weights_do_not_reach_the_file() throws Exception {
    exporter.export(withFirstValue("ending.bias", 1e-40f), everything, target);

    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(target));
    assertThat(model.getGraph().getInitializerList())
        .filteredOn(constant -> constant.getName().equals("ending.bias"))
        .singleElement()
        .satisfies(
            constant ->
                assertThat(constant.getRawData().asReadOnlyByteBuffer().getInt(0)).isZero());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void weights_that_are_not_finite_are_refused(float value) {
    Checkpoint broken = withFirstValue("downs.0.weight", value);

    assertRefused(exporter, broken, everything, "'downs.0.weight'");
  }

  @Test
  void weights_that_make_results_overflow_are_refused() {
    Checkpoint broken = withFirstValue("ending.bias", 1e30f);
    Checkpoint overflowing = withFirstValue(broken, "intro.weight", 3e38f);

    assertRefused(exporter, overflowing, everything, "head");
  }

  @Test
  void a_graph_that_computes_something_else_is_refused() {
    OnnxExporter wrong = new OnnxExporter(List.of(changing("ending.bias", v -> new float[3])));

    assertRefused(wrong, checkpoint, everything, "restoration head differs by");
  }

  @Test
  void a_wrong_classifier_is_noticed_even_if_the_restoration_is_right() {
    OnnxExporter wrong =
        new OnnxExporter(List.of(changing("classifier.fc.bias", v -> new float[2])));

    assertRefused(wrong, checkpoint, everything, "classification head differs by");
  }

  @Test
  void a_graph_that_onnx_runtime_does_not_take_is_refused() {
    Rewrite shorten =
        graph -> with(graph, "ending.weight", new Tensor(List.of(3, 1, 3, 3), new float[27]));

    assertRefused(
        new OnnxExporter(List.of(shorten)), checkpoint, everything, "ONNX Runtime refuses");
  }

  @Test
  void a_refused_export_leaves_an_older_file_as_it_was() throws Exception {
    Files.writeString(target, "older");

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(
            () -> exporter.export(withFirstValue("intro.bias", Float.NaN), everything, target));

    assertThat(target).hasContent("older");
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(target));
  }

  @Test
  void a_head_that_the_checkpoint_lacks_is_refused() {
    Checkpoint without = Checkpoints.of(ModelDefinition.of(NETWORK));

    assertRefused(exporter, without, everything, "no classifier");
  }

  @Test
  void a_folder_as_target_is_refused() throws Exception {
    Files.createDirectory(target);

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> exporter.export(checkpoint, everything, target))
        .withMessage("%s cannot be written: it is a folder", target);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(target));
  }

  @Test
  void a_target_in_no_folder_is_refused() {
    Path lost = folder.resolve("absent").resolve("model.onnx");

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> exporter.export(checkpoint, everything, lost))
        .withMessage("%s cannot be written: there is no folder %s", lost, lost.getParent());
  }

  private void assertRefused(
      OnnxExporter refusing, Checkpoint given, ExportOptions options, String reason) {
    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> refusing.export(given, options, target))
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
    assertThat(folder).isEmptyDirectory();
  }

  private OnnxModel open() {
    return OnnxModel.open(target, RuntimeOptions.CPU, model -> NETWORK.sizeMultiple());
  }

  private Checkpoint withFirstValue(String name, float value) {
    return withFirstValue(checkpoint, name, value);
  }

  private static Checkpoint withFirstValue(Checkpoint checkpoint, String name, float value) {
    Map<String, Tensor> weights = new LinkedHashMap<>(checkpoint.weights().asMap());
    float[] values = weights.get(name).data().clone();
    values[0] = value;
    weights.put(name, new Tensor(weights.get(name).shape(), values));
    return new Checkpoint(checkpoint.model(), new Weights(weights), checkpoint.provenance());
  }

  private static Rewrite changing(String constant, UnaryOperator<float[]> change) {
    return graph -> {
      Tensor before = graph.constants().get(constant);
      return with(graph, constant, new Tensor(before.shape(), change.apply(before.data())));
    };
  }

  private static Graph with(Graph graph, String constant, Tensor tensor) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.put(constant, tensor);
    return new Graph(graph.name(), graph.inputs(), graph.outputs(), graph.nodes(), constants);
  }
}
