package io.github.dcpt4j.exporter.onnx.rewrite;

import static io.github.dcpt4j.exporter.onnx.ElementType.FLOAT;
import static io.github.dcpt4j.exporter.onnx.ElementType.FLOAT16;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.platform.Fp16Conversions;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.HalfFloat;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Noise;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.OrtRunner;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.OnnxOps;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

  private static final Conv CONV = Conv.same(8, 8, 3);
  private static final Map<String, Tensor> INPUTS = Map.of("x", Noise.of(6, 2, 8, 6, 10));

  private final Map<String, Tensor> weights =
      new HashMap<>(
          Map.of(
              "conv.weight", Noise.of(1, 8, 8, 3, 3),
              "conv.bias", Noise.of(2, 8),
              "second.weight", Noise.of(3, 8, 8, 3, 3),
              "second.bias", Noise.of(4, 8),
              "norm.weight", Noise.of(5, 8),
              "norm.bias", Noise.of(7, 8),
              "few.weight", Noise.of(8, 8, 4, 3, 3),
              "few.bias", Noise.of(9, 8),
              "temperature", Noise.of(10, 2, 1, 1)));

  @Test
  void convolutions_compute_in_halves_between_one_cast_in_and_one_out() throws Exception {
    Graph half =
        rewritten(
            (ops, x) ->
                ops.conv("second", CONV, ops.activate(Activation.RELU, ops.conv("conv", CONV, x))));

    assertThat(half.nodes())
        .extracting(Node::operator)
        .containsExactly(Operator.CAST, Operator.CONV, Operator.RELU, Operator.CONV, Operator.CAST);
    assertThat(FloatTypes.of(half, Operator.CONV)).containsExactly(FLOAT16);
    assertThat(half.constants().keySet()).allMatch(name -> half.elementType(name) == FLOAT16);
  }

  @Test
  void norms_gates_and_means_compute_in_32_bits() throws Exception {
    Conv fromFew = Conv.same(4, 8, 3);
    Graph half =
        rewritten(
            (ops, x) -> {
              Value gated =
                  ops.simpleGate(ops.conv("conv", CONV, ops.norm("norm", Norm.layer(8, 1e-6), x)));
              Value factors = ops.globalAveragePool(gated);
              return ops.add(x, ops.conv("few", fromFew, ops.multiply(gated, factors)));
            });

    for (Operator operator :
        List.of(Operator.LAYER_NORMALIZATION, Operator.GLOBAL_AVERAGE_POOL, Operator.MUL)) {
      assertThat(FloatTypes.of(half, operator)).as("%s", operator).containsExactly(FLOAT);
    }
    assertThat(FloatTypes.of(half, Operator.CONV)).containsExactly(FLOAT16);
    assertThat(half.elementType("norm.weight")).isEqualTo(FLOAT);
  }

  @Test
  void attention_keeps_likenesses_and_shares_in_32_bits_and_mixes_in_halves() throws Exception {
    TransposedAttention attention =
        new TransposedAttention(8, 2, TransposedAttention.Activation.SOFTMAX);
    weights.put("qkv.weight", Noise.of(11, 24, 8, 1, 1));
    Conv qkv = Conv.same(8, 24, 1).withoutBias();
    Graph half =
        rewritten(
            (ops, x) -> ops.transposedAttention("temperature", attention, ops.conv("qkv", qkv, x)));

    Map<String, ElementType> types = ElementTypes.of(half);
    List<ElementType> products =
        half.nodes().stream()
            .filter(node -> node.operator() == Operator.MATMUL)
            .map(node -> types.get(node.outputs().get(0)))
            .toList();
    assertThat(products).containsExactly(FLOAT, FLOAT16);
    for (Operator operator : List.of(Operator.REDUCE_L2, Operator.CLIP, Operator.SOFTMAX)) {
      assertThat(FloatTypes.of(half, operator)).as("%s", operator).containsExactly(FLOAT);
    }
  }

  @Test
  void a_value_is_cast_once_for_all_its_readers_and_a_cast_is_never_cast_again() throws Exception {
    Graph half =
        rewritten(
            (ops, x) -> {
              Value y = ops.conv("conv", CONV, x);
              return ops.add(ops.multiply(y, y), ops.multiply(y, ops.globalAveragePool(y)));
            });

    Map<String, Node> casts = new HashMap<>();
    half.nodes().stream()
        .filter(node -> node.operator() == Operator.CAST)
        .forEach(cast -> casts.put(cast.outputs().get(0), cast));
    assertThat(casts).hasSize(2);
    assertThat(casts.values()).noneMatch(cast -> casts.containsKey(cast.inputs().get(0)));
  }

  @Test
  void a_convolution_with_a_weight_beyond_the_halves_stays_in_32_bits() throws Exception {
    weights.get("conv.bias").data()[3] = 65505;
    Graph half =
        rewritten(
            (ops, x) ->
                ops.conv(
                    "second", CONV, ops.activate(Activation.SIGMOID, ops.conv("conv", CONV, x))));

    assertThat(half.elementType("conv.weight")).isEqualTo(FLOAT);
    assertThat(half.elementType("conv.bias")).isEqualTo(FLOAT);
    assertThat(half.elementType("second.weight")).isEqualTo(FLOAT16);
  }

  @Test
  void weights_that_halves_would_lose_stay_in_32_bits() throws Exception {
    weights.put("conv.weight", scaled(weights.get("conv.weight"), 1e-6f));
    Graph half = rewritten((ops, x) -> ops.conv("conv", CONV, x));

    assertThat(half.elementType("conv.weight")).isEqualTo(FLOAT);
  }

  @Test
  void what_reads_or_makes_values_near_the_end_of_the_range_stays_in_32_bits() {
    Graph graph =
        graph(
            (ops, x) ->
                ops.conv("second", CONV, ops.activate(Activation.RELU, ops.conv("conv", CONV, x))));
    Graph half = new HalfPrecision(Map.of("conv/relu", new ValueRange(0, 20_000))).apply(graph);

    FloatTypes.requireConsistent(half);
    assertThat(half.elementType("conv.weight")).isEqualTo(FLOAT16);
    assertThat(FloatTypes.of(half, Operator.RELU)).containsExactly(FLOAT);
    assertThat(half.elementType("second.weight")).isEqualTo(FLOAT);
  }

  @Test
  void explicit_halves_round_every_result() throws Exception {
    Graph graph = graph((ops, x) -> ops.conv("second", CONV, ops.conv("conv", CONV, x)));
    Graph half = new HalfPrecision(Map.of()).apply(graph);
    Graph explicit = new ExplicitHalves().apply(half);

    FloatTypes.requireConsistent(explicit);
    assertThat(FloatTypes.of(explicit, Operator.CONV)).containsExactly(FLOAT);
    float[] values = OrtRunner.run(explicit, INPUTS).get("y").data();
    float[] expected = firstRounded();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(rounded(values[i]));
      // One digit of the second convolution's result, whose products add up in another order.
      assertThat(values[i]).isCloseTo(expected[i], within(expected[i]));
    }
  }

  private static Offset<Float> within(float value) {
    return Offset.offset(1e-4f + Math.abs(value) * 0x1p-10f);
  }

  /** Two convolutions of which the first one's results are rounded outside of the graph. */
  private float[] firstRounded() throws Exception {
    Map<String, Tensor> exact = Map.copyOf(weights);
    weights.replaceAll((name, tensor) -> rounded(tensor));
    try {
      Tensor between =
          OrtRunner.run(
                  graph((ops, x) -> ops.conv("conv", CONV, x)),
                  Map.of("x", rounded(INPUTS.get("x"))))
              .get("y");
      return OrtRunner.run(
              graph((ops, x) -> ops.conv("second", CONV, x)), Map.of("x", rounded(between)))
          .get("y")
          .data();
    } finally {
      weights.putAll(exact);
    }
  }

  private static Tensor rounded(Tensor tensor) {
    float[] values = tensor.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = rounded(values[i]);
    }
    return new Tensor(tensor.shape(), values);
  }

  private static float rounded(float value) {
    return Fp16Conversions.fp16ToFloat(HalfFloat.bits(value));
  }

  private static Tensor scaled(Tensor tensor, float factor) {
    float[] values = tensor.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return new Tensor(tensor.shape(), values);
  }

  /** Rewrites a network and requires that ONNX Runtime finds about the same results. */
  private Graph rewritten(BiFunction<Ops<Value>, Value, Value> network) throws Exception {
    Graph graph = graph(network);
    Graph half = new HalfPrecision(Map.of()).apply(graph);
    FloatTypes.requireConsistent(half);
    float[] expected = OrtRunner.run(graph, INPUTS).get("y").data();
    float[] actual = OrtRunner.run(half, INPUTS).get("y").data();
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(actual).containsExactly(expected, offset(5e-3f * largest));
    return half;
  }

  private static Offset<Float> offset(float value) {
    return Offset.offset(value);
  }

  private Graph graph(BiFunction<Ops<Value>, Value, Value> network) {
    GraphBuilder builder = new GraphBuilder("half");
    Dimension batch = Dimension.of("batch");
    Dimension height = Dimension.of("height");
    Dimension width = Dimension.of("width");
    Value x = builder.input("x", batch, Dimension.of(8), height, width);
    Value y = network.apply(new OnnxOps(builder, new Weights(weights)), x);
    builder.output("y", y, batch, Dimension.of("channels"), height, width);
    return new DropUnused().apply(builder.build());
  }
}
