package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.blocked.BlockedLayout;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What graphs in the blocked layout compute, beside the plain ones and the reference. */
class BlockedLayoutExportTest {

  private static final List<Integer> ONES = List.of(1, 1);
  private static final int SIDE = 16;

  @TempDir private Path folder;

  static Stream<RestorationNetwork> nafNets() {
    NafNet plain = new NafNet(8, ONES, 1, ONES);
    return Stream.of(
        plain,
        plain.withStem(2),
        new NafNet(8, ONES, 1, ONES, NafNetForm.ORIGINAL, 3, List.of(), false, 1),
        new NafNet(8, ONES, 1, ONES, NafNetForm.ORIGINAL, 3, List.of(12, 8), false, 2));
  }

  @ParameterizedTest
  @MethodSource("nafNets")
  void nothingIsLeftThatLeavesTheLayoutAtEveryBlock(RestorationNetwork network) {
    Graph graph = graph(new OnnxExporter(), Checkpoints.of(ModelDefinition.of(network)));
    Set<Operator> operators =
        graph.nodes().stream().map(Node::operator).collect(Collectors.toSet());
    assertThat(operators).doesNotContain(Operator.LAYER_NORMALIZATION, Operator.SPLIT);
    // The one behind a stem makes the image, which is not in the layout anyway.
    long stems = ((NafNet) network).stem() > 1 ? 1 : 0;
    assertThat(graph.nodes())
        .filteredOn(node -> node.operator() == Operator.DEPTH_TO_SPACE)
        .hasSize((int) stems);
  }

  @Test
  void sizesOfEveryConvolutionAreDeclared() {
    Graph graph =
        graph(new OnnxExporter(), Checkpoints.of(ModelDefinition.of(new NafNet(8, ONES, 1, ONES))));
    List<String> convolutions =
        graph.nodes().stream()
            .filter(node -> node.operator() == Operator.CONV)
            .map(node -> node.outputs().get(0))
            .toList();
    assertThat(graph.shapes().keySet()).containsAll(convolutions);
    assertThat(graph.shapes().get("downs.0")).hasToString("[batch, 16, height/2, width/2]");
    assertThat(graph.shapes().get("encoders.0.0.sca.1")).hasToString("[batch, 8, 1, 1]");
  }

  /** Weights whose first layer puts the same large number on all channels. */
  @Test
  void channelsThatShareALargeOffsetAreNormalisedTenTimesAsExactly() throws Exception {
    Checkpoint checkpoint =
        Checkpoints.of(ModelDefinition.of(new NafNet(16, List.of(1), 0, List.of(1))));
    Map<String, Tensor> shifted = new LinkedHashMap<>(checkpoint.weights().asMap());
    float[] bias = new float[16];
    Arrays.fill(bias, 300);
    shifted.put("intro.bias", new Tensor(List.of(16), bias));
    Checkpoint offset =
        new Checkpoint(checkpoint.model(), new Weights(shifted), checkpoint.provenance());
    float[] image = image(1, 3);
    double[] exact =
        offset
            .model()
            .network()
            .restore(
                new ReferenceOps(offset.weights()), ReferenceTensor.of(1, 3, SIDE, SIDE, image))
            .toDoubles();

    double plain = largestDifference(run(graph(OnnxExporter.plain(), offset), image), exact);
    double blocked = largestDifference(run(graph(new OnnxExporter(), offset), image), exact);

    assertThat(blocked).isLessThan(plain / 10);
  }

  @Test
  void rotationIsInTheWeightsOfWhatWritesAndReadsTheStreamAndNowhereElse() {
    Checkpoint checkpoint = Checkpoints.of(ModelDefinition.of(new NafNet(8, ONES, 1, ONES)));
    Graph graph = graph(OnnxExporter.plain(), checkpoint);
    Graph changed = new BlockedLayout().apply(graph);
    assertThat(graph.constants().get("intro.weight"))
        .isEqualTo(checkpoint.weights().get("intro.weight"));
    assertThat(changed.constants().get("intro.weight"))
        .isNotEqualTo(checkpoint.weights().get("intro.weight"));
    assertThat(changed.constants().get("ending.bias"))
        .isEqualTo(checkpoint.weights().get("ending.bias"));
  }

  @Test
  void batchesComputeTheSameAsSingleImages() throws Exception {
    Graph graph =
        graph(
            new OnnxExporter(),
            Checkpoints.of(ModelDefinition.of(new NafNet(8, ONES, 1, ONES).withStem(2))));
    float[] both = image(2, 3);
    float[] together = run(graph, both);
    float[] second = run(graph, Arrays.copyOfRange(both, both.length / 2, both.length));
    assertThat(Arrays.copyOfRange(together, together.length / 2, together.length))
        .containsExactly(second, within(1e-6f));
  }

  private static Graph graph(OnnxExporter exporter, Checkpoint checkpoint) {
    return exporter.graph(checkpoint, ExportOptions.everything("tiny", checkpoint.model()));
  }

  private float[] run(Graph graph, float[] images) throws OrtException, IOException {
    Path file = folder.resolve("graph.onnx");
    new OnnxFile(graph, Map.of()).write(file);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long count = images.length / (3L * SIDE * SIDE);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(file.toString(), options);
        OnnxTensor input =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(images), new long[] {count, 3, SIDE, SIDE});
        OrtSession.Result result = session.run(Map.of("image", input))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return values;
    }
  }

  private static float[] image(int count, int channels) {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[count * channels * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }

  private static double largestDifference(float[] found, double[] exact) {
    double largest = 0;
    for (int i = 0; i < exact.length; i++) {
      largest = Math.max(largest, Math.abs(found[i] - exact[i]));
    }
    return largest;
  }
}
