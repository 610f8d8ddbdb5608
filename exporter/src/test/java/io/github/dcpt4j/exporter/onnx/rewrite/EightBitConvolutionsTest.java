package io.github.dcpt4j.exporter.onnx.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.OnnxOps;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EightBitConvolutionsTest {

  private static final Conv CONV = Conv.same(8, 8, 3);
  private static final Map<String, Tensor> INPUTS = Map.of("x", Noise.of(6, 2, 8, 6, 10));

  private final Map<String, Tensor> weights =
      new HashMap<>(
          Map.of(
              "conv.weight", Noise.of(1, 8, 8, 3, 3),
              "conv.bias", Noise.of(2, 8),
              "second.weight", Noise.of(3, 8, 8, 3, 3),
              "second.bias", Noise.of(4, 8),
              "linear.weight", Noise.of(5, 8, 8),
              "linear.bias", Noise.of(7, 8),
              "depthwise.weight", Noise.of(8, 8, 1, 3, 3),
              "depthwise.bias", Noise.of(9, 8),
              "point.weight", Noise.of(10, 8, 8, 1, 1),
              "point.bias", Noise.of(11, 8)));

  @Test
  void convolutions_in_a_row_share_the_codes_between_them() throws Exception {
    Graph quantised =
        rewritten(
            (ops, x) ->
                ops.activate(Activation.RELU, ops.conv("second", CONV, ops.conv("conv", CONV, x))));

    assertThat(count(quantised, Operator.QUANTIZE_LINEAR)).as("x, conv, second").isEqualTo(3);
    for (float code : quantised.constants().get("conv/weights/codes").data()) {
      assertThat(code).isBetween(-127f, 127f).isEqualTo((float) Math.rint(code));
    }
    assertThat(quantised.elementType("conv/weights/codes")).isEqualTo(ElementType.INT8);
    assertThat(quantised.elementType("conv/bias/codes")).isEqualTo(ElementType.INT32);
    assertThat(quantised.constants()).doesNotContainKeys("conv.weight", "conv.bias");
  }

  @Test
  void depthwise_convolutions_and_matrix_products_have_a_scale_for_each_result_channel()
      throws Exception {
    Graph quantised =
        rewritten(
            (ops, x) ->
                ops.activate(
                    Activation.RELU,
                    ops.linear(
                        "linear",
                        Linear.perPixel(8, 8),
                        ops.conv("depthwise", Conv.depthwise(8), x))));

    assertThat(quantised.constants().get("depthwise/weights/scale").shape()).containsExactly(8);
    assertThat(quantised.constants().get("linear/product/weights/scale").shape())
        .containsExactly(8);
  }

  @Test
  void what_describes_the_whole_picture_is_not_quantised() throws Exception {
    Graph quantised =
        rewritten(
            (ops, x) -> {
              Value y = ops.conv("conv", CONV, x);
              return ops.multiply(
                  y, ops.conv("point", Conv.same(8, 8, 1), ops.globalAveragePool(y)));
            });

    assertThat(quantised.constants()).containsKeys("conv/weights/codes", "point.weight");
  }

  @Test
  void local_means_describe_too_and_their_product_with_a_map_does_not() throws Exception {
    Graph quantised =
        rewritten(
            (ops, x) -> {
              Value means = ops.conv("point", Conv.same(8, 8, 1), ops.localMeans(x, 3, 3));
              return ops.activate(
                  Activation.RELU, ops.conv("conv", CONV, ops.multiplyAround(x, means)));
            });

    assertThat(quantised.constants()).containsKeys("conv/weights/codes", "point.weight");
  }

  @Test
  void convolutions_of_few_channels_stay() throws Exception {
    weights.put("few.weight", Noise.of(12, 3, 8, 3, 3));
    weights.put("few.bias", Noise.of(13, 3));
    Graph quantised = rewritten((ops, x) -> ops.conv("few", Conv.same(8, 3, 3), x));

    assertThat(count(quantised, Operator.QUANTIZE_LINEAR)).isZero();
  }

  @Test
  void what_has_not_been_observed_stays() {
    Graph graph = graph((ops, x) -> ops.conv("conv", CONV, x));

    Graph same = new EightBitConvolutions(Map.of("x", new ValueRange(-1, 1))).apply(graph);

    assertThat(same).isEqualTo(graph);
  }

  @Test
  void a_channel_without_weights_gives_its_bias_alone() throws Exception {
    float[] values = weights.get("conv.weight").data();
    Arrays.fill(values, 0, 8 * 9, 0);
    weights.get("conv.bias").data()[0] = 0.75f;
    weights.get("conv.bias").data()[1] = 0;

    rewritten((ops, x) -> ops.activate(Activation.RELU, ops.conv("conv", CONV, x)));
  }

  @Test
  void a_bias_far_beyond_the_weights_widens_their_scale_instead_of_running_over() {
    Tensor tiny = new Tensor(List.of(1, 1), new float[] {1e-9f});
    Tensor bias = new Tensor(List.of(1), new float[] {5});

    QuantisedWeights quantised = QuantisedWeights.of(tiny, 0, Optional.of(bias), 0.01f);

    float code = quantised.bias().orElseThrow().data()[0];
    assertThat(Math.abs(code)).isLessThanOrEqualTo(1 << 30);
    assertThat(code * quantised.biasScales().data()[0]).isCloseTo(5, Offset.offset(1e-4f));
  }

  @Test
  void codes_hold_zero_exactly_and_span_the_range() {
    for (ValueRange range :
        List.of(
            new ValueRange(-1, 3),
            new ValueRange(2, 5),
            new ValueRange(-5, -2),
            new ValueRange(-1e-3f, 100))) {
      AffineCode code = AffineCode.of(range);

      assertThat(code.zeroPoint()).isBetween(0, 255);
      assertThat(-code.zeroPoint() * code.scale())
          .isCloseTo(Math.min(0, range.low()), Offset.offset(code.scale()));
      assertThat((255 - code.zeroPoint()) * code.scale())
          .isCloseTo(Math.max(0, range.high()), Offset.offset(code.scale()));
    }
    assertThat(AffineCode.of(new ValueRange(0, 0))).isEqualTo(new AffineCode(1, 0));
  }

  /** Quantises a network by its true ranges and requires about the same results. */
  private Graph rewritten(BiFunction<Ops<Value>, Value, Value> network) throws Exception {
    Graph graph = graph(network);
    Graph quantised = new EightBitConvolutions(observed(graph)).apply(graph);
    FloatTypes.requireConsistent(quantised);
    float[] expected = OrtRunner.run(graph, INPUTS).get("y").data();
    float[] actual = OrtRunner.run(quantised, INPUTS).get("y").data();
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).containsExactly(expected, Offset.offset(0.03f * largest));
    return quantised;
  }

  private static Map<String, ValueRange> observed(Graph graph) throws Exception {
    RangeOutputs outputs = RangeOutputs.of(graph);
    Map<String, Tensor> numbers = OrtRunner.run(outputs.graph(), INPUTS);
    return outputs.values().stream()
        .collect(
            Collectors.toMap(
                value -> value,
                value ->
                    new ValueRange(
                        numbers.get(value + RangeOutputs.LOW).data()[0],
                        numbers.get(value + RangeOutputs.HIGH).data()[0])));
  }

  @Test
  void ranges_are_observed_of_inputs_and_all_computed_floats() throws Exception {
    Graph graph = graph((ops, x) -> ops.padToMultiple(ops.activate(Activation.RELU, x), 4, ZERO));

    Map<String, ValueRange> ranges = observed(graph);

    assertThat(ranges.keySet()).isEqualTo(Set.of("x", "x/relu", "y"));
    float[] x = INPUTS.get("x").data();
    float low = x[0];
    float high = x[0];
    for (float value : x) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    assertThat(ranges.get("x")).isEqualTo(new ValueRange(low, high));
    assertThat(ranges.get("x/relu")).isEqualTo(new ValueRange(0, high));
  }

  private static final Padding ZERO = Padding.ZERO;

  private static long count(Graph graph, Operator operator) {
    return graph.nodes().stream().filter(node -> node.operator() == operator).count();
  }

  private Graph graph(BiFunction<Ops<Value>, Value, Value> network) {
    GraphBuilder builder = new GraphBuilder("eight bits");
    Dimension batch = Dimension.of("batch");
    Value x =
        builder.input("x", batch, Dimension.of(8), Dimension.of("height"), Dimension.of("width"));
    Value y = network.apply(new OnnxOps(builder, new Weights(weights)), x);
    builder.output(
        "y", y, batch, Dimension.of("channels"), Dimension.of("rows"), Dimension.of("columns"));
    return new DropUnused().apply(builder.build());
  }
}
