package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExportParityTest {

  private static final String SMALL = "nafnet_small.safetensors";
  private static final String MULTI = "nafnet_multi.safetensors";

  @Test
  void nafnet_small_meets_the_reference_vectors() throws Exception {
    requireVectors(ReferenceVectors.shared(SMALL));
  }

  @Test
  void nafnet_multi_meets_the_reference_vectors() throws Exception {
    requireVectors(ReferenceVectors.bundled(MULTI));
  }

  @Test
  void nafnet_small_meets_the_reference_at_other_sizes_and_batches() throws Exception {
    Checkpoint checkpoint = Checkpoints.of(ReferenceVectors.shared(SMALL));

    requireReference(checkpoint, 1, 16, 16);
    requireReference(checkpoint, 2, 32, 16);
    requireReference(checkpoint, 3, 16, 48);
  }

  @Test
  void nafnet_multi_meets_the_reference_at_other_sizes_and_batches() throws Exception {
    Checkpoint checkpoint = Checkpoints.of(ReferenceVectors.bundled(MULTI));

    requireReference(checkpoint, 1, 4, 4);
    requireReference(checkpoint, 2, 36, 20);
    requireReference(checkpoint, 5, 8, 12);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void any_configuration_meets_the_reference(NafNet network) throws Exception {
    Checkpoint checkpoint = Checkpoints.withClassifier(network, 2);
    int side = network.sizeMultiple();

    requireReference(checkpoint, 1, 2 * side, 2 * side);
    requireReference(checkpoint, 2, side, 3 * side);
  }

  static Stream<NafNet> configurations() {
    return Stream.of(
        new NafNet(6, List.of(1, 2), 2, List.of(2, 3)),
        new NafNet(1, List.of(1), 1, List.of(1)),
        new NafNet(5, List.of(0), 0, List.of(0)),
        new NafNet(3, List.of(2, 0, 1), 0, List.of(0, 1, 0)),
        new NafNet(2, List.of(1, 1, 1, 1, 1), 1, List.of(1, 1, 1, 1, 1)));
  }

  private static void requireVectors(ReferenceVectors vectors) throws Exception {
    Map<String, Tensor> outputs =
        OrtRunner.run(graph(Checkpoints.of(vectors)), Map.of("image", vectors.tensor("input")));

    Closeness.requireClose(outputs.get("restored"), vectors.tensor("output"));
    Closeness.requireClose(outputs.get("degradation_logits"), vectors.tensor("dc.logits"));
  }

  private static void requireReference(Checkpoint checkpoint, int batch, int height, int width)
      throws Exception {
    Tensor input = Noise.of(3, batch, 3, height, width);
    Map<String, Tensor> outputs = OrtRunner.run(graph(checkpoint), Map.of("image", input));

    ReferenceOps ops = new ReferenceOps(checkpoint.weights());
    ReferenceTensor image = ReferenceTensor.of(batch, 3, height, width, input.data());
    Features<ReferenceTensor> features = checkpoint.model().network().features(ops, image);
    ReferenceTensor logits =
        checkpoint.model().classifier().orElseThrow().logits(ops, features.stages(), image);
    assertThat(outputs.get("restored").shape()).containsExactly(batch, 3, height, width);
    assertThat(outputs.get("degradation_logits").shape()).containsExactly(batch, logits.channels());
    Closeness.requireClose(outputs.get("restored").data(), features.restored().toDoubles());
    Closeness.requireClose(outputs.get("degradation_logits").data(), logits.toDoubles());
  }

  private static Graph graph(Checkpoint checkpoint) {
    return new OnnxExporter()
        .graph(checkpoint, ExportOptions.everything("parity", checkpoint.model()));
  }
}
