package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.ReferenceVectors.PoolingKind;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.Baseline;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported graphs of NAFNet's forms, its local pooling and Baseline in ONNX Runtime. */
class NafNetFormsTest {

  @ParameterizedTest
  @CsvSource({
    "nafnet_tlsc, output, LOCAL",
    "nafnet_tlsc, plain_output, GLOBAL",
    "nafnet_tlsc, fast_output, FAST",
    "original/nafnet_orig_small, output, GLOBAL",
    "original/nafnet_orig_4level, output, GLOBAL",
    "original/nafnet_orig_local, output, LOCAL",
    "original/nafnet_orig_local, plain_output, GLOBAL",
    "original/nafnet_orig_local, fast_output, FAST",
  })
  void graphs_meet_the_reference_vectors(String file, String output, PoolingKind pooling)
      throws Exception {
    requireVectors(ReferenceVectors.shared(file + ".safetensors"), output, pooling);
  }

  @Test
  void the_graph_of_baseline_meets_the_reference_vectors() throws Exception {
    requireVectors(
        ReferenceVectors.bundled("baseline_orig_small.safetensors"), "output", PoolingKind.GLOBAL);
  }

  private static void requireVectors(ReferenceVectors vectors, String output, PoolingKind pooling)
      throws Exception {
    ModelDefinition model = ModelDefinition.of(vectors.network(pooling));
    Graph graph = graph(new Checkpoint(model, vectors.weights(), Map.of()));
    for (String number : vectors.numbers(output)) {
      Tensor restored = restored(graph, vectors.tensor("input" + number));
      Closeness.requireClose(restored, vectors.tensor(output + number));
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void graphs_meet_the_reference_on_both_sides_of_every_window(RestorationNetwork network)
      throws Exception {
    Checkpoint checkpoint = Checkpoints.of(ModelDefinition.of(network));
    Graph graph = graph(checkpoint);
    for (int[] size :
        new int[][] {{1, 8, 8}, {2, 12, 12}, {3, 16, 8}, {1, 8, 40}, {2, 44, 12}, {1, 28, 36}}) {
      Tensor input = Noise.of(3, size[0], network.inputChannels(), size[1], size[2]);
      Tensor actual = restored(graph, input);

      Weights weights = checkpoint.weights();
      ReferenceTensor image =
          ReferenceTensor.of(size[0], network.inputChannels(), size[1], size[2], input.data());
      ReferenceTensor expected = network.restore(new ReferenceOps(weights), image);
      assertThat(actual.shape()).isEqualTo(input.shape());
      Closeness.requireClose(actual.data(), expected.toDoubles());
    }
  }

  static Stream<RestorationNetwork> networks() {
    List<Integer> blocks = List.of(1, 1);
    NafNetForm original = NafNetForm.ORIGINAL;
    return Stream.of(
        new NafNet(4, blocks, 1, blocks, NafNetForm.DCPT, 3, List.of(8, 8), false, 1),
        new NafNet(4, blocks, 1, blocks, NafNetForm.DCPT, 3, List.of(8, 20), false, 1),
        new NafNet(4, blocks, 1, blocks, NafNetForm.DCPT, 3, List.of(12, 8), true, 1),
        new NafNet(4, blocks, 1, blocks, original, 1, List.of(), false, 1),
        new NafNet(4, blocks, 1, blocks, original, 3, List.of(9, 22), false, 2),
        new NafNet(4, blocks, 1, blocks, original, 3, List.of(), false, 2),
        new NafNet(4, blocks, 1, blocks, original, 3, List.of(9, 22), false, 1),
        new NafNet(4, blocks, 1, blocks, original, 3, List.of(11, 17), true, 1),
        new Baseline(3, blocks, 1, blocks, 2, 1, 4, List.of(), false),
        new Baseline(2, blocks, 1, blocks, 1, 2, 3, List.of(10, 14), false));
  }

  private static Tensor restored(Graph graph, Tensor input) throws Exception {
    return OrtRunner.run(graph, Map.of("image", input)).get("restored");
  }

  private static Graph graph(Checkpoint checkpoint) {
    return new OnnxExporter()
        .graph(checkpoint, ExportOptions.everything("forms", checkpoint.model()));
  }
}
