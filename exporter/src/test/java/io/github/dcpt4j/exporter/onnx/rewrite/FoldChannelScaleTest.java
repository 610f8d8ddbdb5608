package io.github.dcpt4j.exporter.onnx.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Closeness;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.OnnxOps;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.SoftmaxScale;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class FoldChannelScaleTest {

  private static final Conv CONV = Conv.same(3, 4, 3);
  private static final Weights WEIGHTS =
      new Weights(
          Map.of(
              "conv.weight", Noise.of(1, 4, 3, 3, 3),
              "conv.bias", Noise.of(2, 4),
              "scale", Noise.of(3, 1, 4, 1, 1),
              "second", Noise.of(4, 1, 4, 1, 1),
              "mixing", Noise.of(5, 1)));

  private final Rewrite fold = new FoldChannelScale();

  @Test
  void a_scaled_convolution_becomes_one_node_that_computes_the_same() throws Exception {
    Graph graph = graph((ops, x) -> ops.scale("scale", new Scale(4), ops.conv("conv", CONV, x)));

    Graph folded = requireSameResults(graph);

    assertThat(folded.nodes()).extracting(Node::operator).containsExactly(Operator.CONV);
    assertThat(folded.constants()).containsOnlyKeys("conv.weight", "conv.bias");
  }

  @Test
  void a_convolution_without_bias_is_folded_too() throws Exception {
    Conv withoutBias = CONV.withoutBias();
    Graph graph =
        graph((ops, x) -> ops.scale("scale", new Scale(4), ops.conv("conv", withoutBias, x)));

    assertThat(requireSameResults(graph).constants()).containsOnlyKeys("conv.weight");
  }

  @Test
  void scales_in_a_row_are_all_folded() throws Exception {
    Graph graph =
        graph(
            (ops, x) ->
                ops.scale(
                    "second",
                    new Scale(4),
                    ops.scale("scale", new Scale(4), ops.conv("conv", CONV, x))));

    assertThat(requireSameResults(graph).nodes()).hasSize(1);
  }

  @Test
  void a_scale_used_twice_is_folded_twice() throws Exception {
    Graph graph =
        graph(
            (ops, x) ->
                ops.scale(
                    "scale",
                    new Scale(4),
                    ops.scale("scale", new Scale(4), ops.conv("conv", CONV, x))));

    assertThat(requireSameResults(graph).constants()).doesNotContainKey("scale");
  }

  @Test
  void a_convolution_that_is_read_elsewhere_stays() throws Exception {
    Graph graph =
        graph(
            (ops, x) -> {
              Value y = ops.conv("conv", CONV, x);
              return ops.add(y, ops.scale("scale", new Scale(4), y));
            });

    assertThat(requireSameResults(graph)).isEqualTo(graph);
  }

  @Test
  void parameters_that_two_convolutions_share_stay() throws Exception {
    Graph graph =
        graph(
            (ops, x) ->
                ops.add(
                    ops.conv("conv", CONV, x),
                    ops.scale("scale", new Scale(4), ops.conv("conv", CONV, x))));

    assertThat(requireSameResults(graph)).isEqualTo(graph);
  }

  @Test
  void a_factor_for_all_channels_and_a_scale_of_something_else_stay() throws Exception {
    Graph graph =
        graph(
            (ops, x) ->
                ops.scale(
                    "scale",
                    new Scale(4),
                    ops.softmaxScale("mixing", new SoftmaxScale(1, 0), ops.conv("conv", CONV, x))));

    assertThat(requireSameResults(graph)).isEqualTo(graph);
  }

  private Graph requireSameResults(Graph graph) throws Exception {
    Graph folded = fold.apply(graph);
    Map<String, Tensor> inputs = Map.of("x", Noise.of(6, 2, 3, 5, 7));
    Closeness.requireClose(
        OrtRunner.run(folded, inputs).get("y"), OrtRunner.run(graph, inputs).get("y"));
    return folded;
  }

  private static Graph graph(BiFunction<Ops<Value>, Value, Value> network) {
    GraphBuilder builder = new GraphBuilder("scaled");
    List<Dimension> shape =
        List.of(
            Dimension.of("batch"), Dimension.of(3), Dimension.of("height"), Dimension.of("width"));
    Value x = builder.input("x", shape.toArray(Dimension[]::new));
    Value y = network.apply(new OnnxOps(builder, WEIGHTS), x);
    builder.output(
        "y",
        y,
        Dimension.of("batch"),
        Dimension.of(4),
        Dimension.of("height"),
        Dimension.of("width"));
    return builder.build();
  }
}
