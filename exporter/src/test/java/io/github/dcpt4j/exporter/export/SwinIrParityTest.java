package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnxruntime.OrtException;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIr.Form;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.OnnxOps;
import io.github.dcpt4j.exporter.onnx.schema.ModelProto;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.card.Head;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SwinIR in ONNX Runtime against its authors' vectors and the reference. */
class SwinIrParityTest {

  private static final SwinIrOptions USUAL = SwinIrOptions.DEFAULT;

  @ParameterizedTest
  @ValueSource(strings = {"swinir_small", "swinir_short_list"})
  void the_form_of_the_dcpt_release_meets_the_reference_vectors(String name) throws Exception {
    ReferenceVectors vectors = ReferenceVectors.shared(name + ".safetensors");
    Graph graph = graph(Checkpoints.ofSwinIr(vectors), Set.of(Head.values()));

    Tensor restored = run(Checkpoints.ofSwinIr(vectors), vectors.tensor("input"));
    Map<String, Tensor> ofSquare =
        OrtRunner.run(graph, Map.of("image", vectors.tensor("square.input")));

    Closeness.requireClose(restored, vectors.tensor("output"));
    Closeness.requireClose(ofSquare.get("restored"), vectors.tensor("square.output"));
    Closeness.requireClose(ofSquare.get("degradation_logits"), vectors.tensor("dc.logits"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"swinir_small", "swinir_short_list"})
  void stages_meet_the_reference_vectors(String name) throws Exception {
    ReferenceVectors vectors = ReferenceVectors.shared(name + ".safetensors");
    GraphBuilder builder = new GraphBuilder("stages");
    Value image = builder.input("image", open(4));
    List<Value> stages =
        vectors.swinIr().features(new OnnxOps(builder, vectors.weights()), image).stages();
    for (int i = 0; i < stages.size(); i++) {
      builder.output("stage " + i, stages.get(i), open(4));
    }

    Map<String, Tensor> outputs =
        OrtRunner.run(builder.build(), Map.of("image", vectors.tensor("input")));

    List<Tensor> expected = vectors.stages();
    assertThat(outputs).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Closeness.requireClose(
          asTokens(outputs.get("stage " + i)), Closeness.doubles(expected.get(i).data()));
    }
  }

  private static float[] asTokens(Tensor map) {
    int channels = map.shape().get(1);
    int pixels = map.shape().get(2) * map.shape().get(3);
    float[] tokens = new float[map.data().length];
    for (int i = 0; i < tokens.length; i++) {
      int image = i / (pixels * channels);
      int pixel = i / channels % pixels;
      tokens[i] = map.data()[(image * channels + i % channels) * pixels + pixel];
    }
    return tokens;
  }

  @Test
  void the_published_form_meets_the_bundled_reference_vectors() throws Exception {
    requireVectors(ReferenceVectors.bundled("swinir_orig_1layer_rect.safetensors"), 4);
  }

  @ParameterizedTest
  @CsvSource({
    "swinir_orig_w8, 3",
    "swinir_orig_w7_gray, 3",
    "swinir_orig_w7_color, 2",
    "swinir_orig_noshift, 2",
    "swinir_orig_options, 2"
  })
  void the_published_form_meets_the_reference_vectors(String name, int sizes) throws Exception {
    requireVectors(ReferenceVectors.shared("original/" + name + ".safetensors"), sizes);
  }

  private static void requireVectors(ReferenceVectors vectors, int sizes) throws Exception {
    Checkpoint checkpoint = Checkpoints.ofSwinIr(vectors);
    for (int i = 0; i < sizes; i++) {
      String suffix = i == 0 ? "" : "." + i;
      Closeness.requireClose(
          run(checkpoint, vectors.tensor("input" + suffix)), vectors.tensor("output" + suffix));
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void any_configuration_meets_the_reference_at_any_batch_and_size(SwinIr network)
      throws Exception {
    Checkpoint checkpoint = Checkpoints.withClassifier(network, 1);
    int multiple = network.sizeMultiple();

    requireReference(checkpoint, 1, 8 * multiple, 8 * multiple);
    requireReference(checkpoint, 2, 12 * multiple, 9 * multiple);
    requireReference(checkpoint, 3, 8 * multiple, 13 * multiple);
  }

  static Stream<SwinIr> configurations() {
    List<Integer> two = List.of(2, 2);
    SwinIrOptions grey =
        new SwinIrOptions(1, Residual.THREE_CONVOLUTIONS, false, false, false, List.of(64, 64));
    SwinIrOptions unshifted =
        new SwinIrOptions(3, Residual.ONE_CONVOLUTION, true, true, false, List.of(4, 9));
    return Stream.of(
        new SwinIr(
            4, Collections.nCopies(6, 2), List.of(1, 2, 4, 1, 2, 4), 2, 2, 1, Form.DCPT, USUAL),
        new SwinIr(
            6, List.of(0, 1, 9, 1, 2), Collections.nCopies(5, 3), 1, 1.5, 2, Form.DCPT, grey),
        new SwinIr(6, two, List.of(2, 3), 5, 2, 255, Form.ORIGINAL, USUAL),
        new SwinIr(8, two, two, 8, 0.5, 1, Form.ORIGINAL, unshifted),
        new SwinIr(8, two, two, 3, 2, 1, Form.ORIGINAL, grey));
  }

  @Test
  void the_smallest_image_that_its_reflection_can_pad_is_restored() throws Exception {
    SwinIr network = new SwinIr(4, List.of(2), List.of(2), 8, 2, 1, Form.ORIGINAL, USUAL);
    assertThat(network.minimumSize()).isEqualTo(5);
    requireReference(Checkpoints.withClassifier(network, 0), 1, 5, 6);
  }

  @Test
  void an_image_that_does_not_divide_into_windows_is_refused() {
    SwinIr network =
        new SwinIr(
            4, Collections.nCopies(6, 1), Collections.nCopies(6, 1), 4, 2, 1, Form.DCPT, USUAL);
    assertThatExceptionOfType(OrtException.class)
        .isThrownBy(() -> run(Checkpoints.withClassifier(network, 0), Noise.of(1, 1, 3, 12, 10)));
  }

  private static void requireReference(Checkpoint checkpoint, int batch, int height, int width)
      throws Exception {
    int channels = checkpoint.model().network().inputChannels();
    Tensor input = Noise.of(3, batch, channels, height, width);
    Map<String, Tensor> outputs =
        OrtRunner.run(graph(checkpoint, Set.of(Head.values())), Map.of("image", input));

    ReferenceOps ops = new ReferenceOps(checkpoint.weights());
    ReferenceTensor image = ReferenceTensor.of(batch, channels, height, width, input.data());
    Features<ReferenceTensor> features = checkpoint.model().network().features(ops, image);
    ReferenceTensor logits =
        checkpoint.model().classifier().orElseThrow().logits(ops, features.stages(), image);
    assertThat(outputs.get("restored").shape()).containsExactly(batch, channels, height, width);
    Closeness.requireClose(outputs.get("restored").data(), features.restored().toDoubles());
    Closeness.requireClose(outputs.get("degradation_logits").data(), logits.toDoubles());
  }

  /** Theirs says that its batch is dynamic, but gives wrong pixels for any other than one image. */
  @ParameterizedTest
  @ValueSource(strings = {"", "_other_size"})
  void a_third_partys_graph_and_ours_agree_image_by_image(String size) throws Exception {
    Checkpoint checkpoint =
        Checkpoints.ofSwinIr(ReferenceVectors.shared("swinir_small.safetensors"));
    Weights stored =
        SafeTensors.read(ReferenceVectors.sharedFile("onnx/swinir_small_io.safetensors")).weights();
    Path theirFile = ReferenceVectors.sharedFile("onnx/swinir_small.onnx");
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(theirFile));
    Tensor input = stored.get("input" + size);

    Tensor ours = run(checkpoint, input);

    Closeness.requireClose(ours, stored.get("output" + size));
    for (int i = 0; i < input.shape().get(0); i++) {
      Tensor theirs =
          OrtRunner.run(theirFile, Map.of(model.getGraph().getInput(0).getName(), image(input, i)))
              .get(model.getGraph().getOutput(0).getName());
      Closeness.requireClose(image(ours, i), theirs);
    }
  }

  private static Tensor image(Tensor batch, int index) {
    List<Integer> shape = batch.shape();
    int size = batch.data().length / shape.get(0);
    return new Tensor(
        List.of(1, shape.get(1), shape.get(2), shape.get(3)),
        Arrays.copyOfRange(batch.data(), index * size, (index + 1) * size));
  }

  @Test
  void a_layer_goes_to_channels_last_and_back_once_however_many_blocks_it_has() {
    assertThat(layoutChanges(6)).isEqualTo(layoutChanges(2));
  }

  private static long layoutChanges(int blocks) {
    SwinIr network = new SwinIr(4, List.of(blocks), List.of(2), 2, 2, 1, Form.ORIGINAL, USUAL);
    return graph(Checkpoints.withClassifier(network, 0), Set.of(Head.RESTORATION)).nodes().stream()
        .filter(node -> node.operator() == Operator.TRANSPOSE)
        .filter(node -> !node.name().endsWith("/turned"))
        .count();
  }

  private static Tensor run(Checkpoint checkpoint, Tensor image) throws Exception {
    return OrtRunner.run(graph(checkpoint, Set.of(Head.RESTORATION)), Map.of("image", image))
        .get("restored");
  }

  private static Graph graph(Checkpoint checkpoint, Set<Head> heads) {
    return new OnnxExporter().graph(checkpoint, new ExportOptions("swinir", heads));
  }

  private static Dimension[] open(int rank) {
    Dimension[] shape = new Dimension[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = Dimension.of("d" + i);
    }
    return shape;
  }
}
