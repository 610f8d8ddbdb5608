package io.github.dcpt4j.exporter.onnx.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How parameters are shared, and the classifier as a whole. */
class OnnxOpsTest {

  @Test
  void a_parameter_used_twice_is_stored_once() {
    Weights norm = new Weights(Map.of("norm.weight", Noise.of(5, 8), "norm.bias", Noise.of(6, 8)));
    GraphBuilder builder = new GraphBuilder("shared");
    OnnxOps ops = new OnnxOps(builder, norm);
    Value x = builder.input("x", Sizes.featureMap("x", 8));
    Value twice = ops.norm("norm", Norm.layer(8, 1e-6), ops.norm("norm", Norm.layer(8, 1e-6), x));
    builder.output("y", twice, Sizes.open(4));

    assertThat(builder.build().constants()).containsOnlyKeys("norm.weight", "norm.bias");
  }

  @Test
  void the_classifier_that_sees_the_image_equals_the_reference() throws Exception {
    DegradationClassifier head = new DegradationClassifier(List.of(4, 6), 1, 3, true);
    Weights weights = withImage();
    GraphBuilder builder = new GraphBuilder("with image");
    List<Value> stages =
        List.of(
            builder.input("fine", Sizes.featureMap("fine", 4)),
            builder.input("coarse", Sizes.featureMap("coarse", 6)));
    Value image = builder.input("image", Sizes.featureMap("n", 3));
    Value logits = head.logits(new OnnxOps(builder, weights), stages, image);
    builder.output("logits", logits, Sizes.open(2));
    Tensor fineInput = Noise.of(20, 2, 4, 8, 12);
    Tensor coarseInput = Noise.of(21, 2, 6, 4, 6);
    Tensor imageInput = Noise.of(22, 2, 3, 16, 24);

    Tensor actual =
        OrtRunner.run(
                builder.build(),
                Map.of("fine", fineInput, "coarse", coarseInput, "image", imageInput))
            .get("logits");

    ReferenceTensor expected =
        head.logits(
            new ReferenceOps(weights),
            List.of(
                ReferenceTensor.of(2, 4, 8, 12, fineInput.data()),
                ReferenceTensor.of(2, 6, 4, 6, coarseInput.data())),
            ReferenceTensor.of(2, 3, 16, 24, imageInput.data()));
    assertThat(actual.shape()).containsExactly(2, 3);
    Closeness.requireClose(actual.data(), expected.toDoubles());
  }

  private static Weights withImage() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("mixing_weights", Noise.of(30, 2));
    weights.put("conv_embed.0.weight", Noise.of(31, 4, 3, 7, 7));
    weights.put("conv_embed.0.bias", Noise.of(32, 4));
    weights.put("conv_embed.1.weight", Noise.of(33, 4));
    weights.put("conv_embed.1.bias", Noise.of(34, 4));
    bottleneck(weights, "bottleneck_layers.0.0", 4);
    bottleneck(weights, "bottleneck_layers.1.0", 6);
    bottleneck(weights, "last_stage.0", 6);
    weights.put("downsample_layers.0.0.weight", Noise.of(35, 6, 4, 1, 1));
    weights.put("downsample_layers.1.0.weight", Noise.of(36, 6, 6, 1, 1));
    weights.put("fc.weight", Noise.of(37, 3, 6));
    weights.put("fc.bias", Noise.of(38, 3));
    Map<String, Tensor> scoped = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> scoped.put(DegradationClassifier.SCOPE + name, tensor));
    return new Weights(scoped);
  }

  private static void bottleneck(Map<String, Tensor> weights, String name, int c) {
    weights.put(name + ".conv1.weight", Noise.of(40, 2 * c, c, 1, 1));
    weights.put(name + ".conv2.weight", Noise.of(41, 2 * c, 2 * c, 3, 3));
    weights.put(name + ".conv3.weight", Noise.of(42, c, 2 * c, 1, 1));
    for (int i = 1; i <= 3; i++) {
      int channels = i == 3 ? c : 2 * c;
      weights.put(name + ".conv" + i + ".norm.weight", Noise.of(43 + i, channels));
      weights.put(name + ".conv" + i + ".norm.bias", Noise.of(46 + i, channels));
    }
  }
}
