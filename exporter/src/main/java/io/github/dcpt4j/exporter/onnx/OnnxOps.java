package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Padding;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The back end that writes a network down as an ONNX graph. Batch, height and width stay dynamic.
 *
 * <p>Operations take forms that ONNX Runtime has fused kernels for (a channel norm is transpose,
 * layer norm, transpose). Nodes are named by the parameters that they use; the others continue the
 * name of what they follow.
 */
public final class OnnxOps implements Ops<Value> {

  // The standard's numbers of the types.
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  // Where the taps of a 3 x 3 kernel lie around its centre.
  private static final Tensor TAP_ROWS =
      new Tensor(List.of(9, 1, 1), new float[] {-1, -1, -1, 0, 0, 0, 1, 1, 1});
  private static final Tensor TAP_COLUMNS =
      new Tensor(List.of(9, 1, 1), new float[] {-1, 0, 1, -1, 0, 1, -1, 0, 1});

  private final Map<String, Value> integers = new HashMap<>();
  private final GraphBuilder graph;
  private final Weights weights;

  /**
   * @param graph where the nodes go
   * @param weights every parameter that the network will ask for
   */
  public OnnxOps(GraphBuilder graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
  }

  @Override
  public Value conv(String name, Conv conv, Value x) {
    Map<String, Attribute> attributes =
        convolution(conv.kernel(), conv.stride(), conv.padding(), conv.groups());
    Value weight = parameter(name + ".weight");
    Value[] operands =
        conv.bias() ? new Value[] {x, weight, parameter(name + ".bias")} : new Value[] {x, weight};
    return graph.node(graph.unused(name), Operator.CONV, attributes, operands);
  }

  @Override
  public Value channelNorm(String name, int channels, double epsilon, Value x) {
    if (channels == 1) {
      return normOfOneChannel(name, x);
    }
    Value channelsLast = transpose(graph.unused(name + "/channels_last"), x, 0, 2, 3, 1);
    Value normalised =
        graph.node(
            graph.unused(name),
            Operator.LAYER_NORMALIZATION,
            Map.of("axis", Attribute.of(-1), "epsilon", Attribute.of((float) epsilon)),
            channelsLast,
            parameter(name + ".weight"),
            parameter(name + ".bias"));
    return transpose(graph.unused(name + "/channels_first"), normalised, 0, 3, 1, 2);
  }

  /**
   * A single channel is its own mean, which leaves the bias alone; ONNX Runtime refuses to take the
   * layer norm of one value.
   */
  private Value normOfOneChannel(String name, Value x) {
    Tensor zero = new Tensor(List.of(1, 1, 1, 1), new float[1]);
    return graph.node(
        graph.unused(name),
        Operator.CONV,
        convolution(1, 1, 0, 1),
        x,
        graph.constant(name + "/zero", zero),
        parameter(name + ".bias"));
  }

  private static Map<String, Attribute> convolution(
      int kernel, int stride, int padding, int groups) {
    return Map.of(
        "kernel_shape", Attribute.ofAll(kernel, kernel),
        "pads", Attribute.ofAll(padding, padding, padding, padding),
        "strides", Attribute.ofAll(stride, stride),
        "group", Attribute.of(groups));
  }

  private Value transpose(String name, Value x, long... order) {
    return graph.node(name, Operator.TRANSPOSE, Map.of("perm", Attribute.ofAll(order)), x);
  }

  @Override
  public Value channelScale(String name, int channels, Value x) {
    // The constant has the parameter's own name already.
    return graph.node(graph.unused(name + "/scale"), Operator.MUL, Map.of(), x, parameter(name));
  }

  @Override
  public Value softmaxScale(String name, int count, int index, Value x) {
    float factor = (float) softmax(weights.get(name).data(), index);
    String scaled = name + "/" + index;
    Value constant =
        graph.constant(scaled + ".softmax", new Tensor(List.of(), new float[] {factor}));
    return graph.node(graph.unused(scaled), Operator.MUL, Map.of(), x, constant);
  }

  private static double softmax(float[] values, int index) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    double sum = 0;
    for (float value : values) {
      sum += Math.exp(value - largest);
    }
    return Math.exp(values[index] - largest) / sum;
  }

  @Override
  public Value linear(String name, int in, int out, Value x) {
    Value rows =
        graph.node(
            graph.unused(name + "/flatten"), Operator.FLATTEN, Map.of("axis", Attribute.of(1)), x);
    return graph.node(
        graph.unused(name),
        Operator.GEMM,
        Map.of("transB", Attribute.of(1)),
        rows,
        parameter(name + ".weight"),
        parameter(name + ".bias"));
  }

  @Override
  public Value add(Value a, Value b) {
    Value latest = a.isYoungerThan(b) ? a : b;
    return following(latest, "add", Operator.ADD, Map.of(), a, b);
  }

  @Override
  public Value multiply(Value x, Value factors) {
    Value latest = x.isYoungerThan(factors) ? x : factors;
    return following(latest, "multiply", Operator.MUL, Map.of(), x, factors);
  }

  @Override
  public Value gate(Value x) {
    List<Value> halves =
        graph.nodeWithResults(
            graph.unused(scope(x) + "/split"), Operator.SPLIT, Map.of("axis", Attribute.of(1)), x);
    return following(x, "gate", Operator.MUL, Map.of(), halves.get(0), halves.get(1));
  }

  @Override
  public Value relu(Value x) {
    return following(x, "relu", Operator.RELU, Map.of(), x);
  }

  @Override
  public Value spatialMean(Value x) {
    return following(x, "mean", Operator.GLOBAL_AVERAGE_POOL, Map.of(), x);
  }

  @Override
  public Value maxPool(Value x) {
    Map<String, Attribute> attributes =
        Map.of("kernel_shape", Attribute.ofAll(2, 2), "strides", Attribute.ofAll(2, 2));
    return following(x, "pool", Operator.MAX_POOL, attributes, x);
  }

  @Override
  public Value pixelShuffle(Value x, int factor) {
    // CRD is the order in which the channels of one result pixel lie side by side.
    Map<String, Attribute> attributes =
        Map.of("blocksize", Attribute.of(factor), "mode", Attribute.of("CRD"));
    return following(x, "shuffle", Operator.DEPTH_TO_SPACE, attributes, x);
  }

  @Override
  public Value padToMultiple(Value x, int multiple, Padding padding) {
    // What is missing is the negative size modulo the multiple: ONNX gives the divisor's sign.
    Map<String, Attribute> integers = Map.of("fmod", Attribute.of(0));
    Value missing = following(x, "negative_size", Operator.NEG, Map.of(), heightAndWidth(x));
    missing = following(x, "missing", Operator.MOD, integers, missing, whole(x, multiple));
    Value nowhereElse = whole(x, 0, 0, 0, 0, 0, 0);
    Value amounts =
        following(
            x, "pads", Operator.CONCAT, Map.of("axis", Attribute.of(0)), nowhereElse, missing);
    String mode = padding == Padding.ZERO ? "constant" : "reflect";
    return following(x, "pad", Operator.PAD, Map.of("mode", Attribute.of(mode)), x, amounts);
  }

  @Override
  public Value cropLike(Value x, Value reference) {
    Value size = heightAndWidth(reference);
    return following(x, "crop", Operator.SLICE, Map.of(), x, whole(x, 0, 0), size, whole(x, 2, 3));
  }

  /** Height and width as the graph finds them when it runs. */
  private Value heightAndWidth(Value x) {
    Map<String, Attribute> lastTwo = Map.of("start", Attribute.of(2), "end", Attribute.of(4));
    return following(x, "size", Operator.SHAPE, lastTwo, x);
  }

  /** A list of whole numbers, which sizes and places are told with. */
  private Value whole(Value before, long... numbers) {
    return following(
        before, "whole", Operator.CONSTANT, Map.of("value_ints", Attribute.ofAll(numbers)));
  }

  @Override
  public Value batchNorm(String name, int channels, double epsilon, Value x) {
    return graph.node(
        graph.unused(name),
        Operator.BATCH_NORMALIZATION,
        Map.of("epsilon", Attribute.of((float) epsilon)),
        x,
        parameter(name + ".weight"),
        parameter(name + ".bias"),
        parameter(name + ".running_mean"),
        parameter(name + ".running_var"));
  }

  /**
   * ONNX Runtime knows no kernel for DeformConv: all taps of all pixels are sampled as one picture
   * of nine rows, which a matrix product then sums up.
   */
  @Override
  public Value deformableConv(String name, int in, int out, Value x, Value steering) {
    String path = graph.unused(name);
    Value y = taps(path + "/y", slice(path + "/dy", steering, 0, 18, 2), x, 2, TAP_ROWS);
    Value left = taps(path + "/x", slice(path + "/dx", steering, 1, 18, 2), x, 3, TAP_COLUMNS);
    Value last = integers(-1);
    Value places =
        concat(
            path + "/places",
            -1,
            graph.node(path + "/x/last", Operator.UNSQUEEZE, Map.of(), left, last),
            graph.node(path + "/y/last", Operator.UNSQUEEZE, Map.of(), y, last));
    Value sampled =
        graph.node(
            path + "/sample",
            Operator.GRID_SAMPLE,
            Map.of(
                "align_corners", Attribute.of(0),
                "mode", Attribute.of("bilinear"),
                "padding_mode", Attribute.of("zeros")),
            x,
            reshape(path + "/grid", places, 0, 9, -1, 2));
    Value factors =
        graph.node(
            path + "/sigmoid",
            Operator.SIGMOID,
            Map.of(),
            slice(path + "/modulation", steering, 18, 27, 1));
    Value modulated =
        graph.node(
            path + "/modulate",
            Operator.MUL,
            Map.of(),
            sampled,
            reshape(path + "/factors", factors, 0, 1, 9, -1));
    Value sum =
        graph.node(
            path,
            Operator.MATMUL,
            Map.of(),
            reshaped(name + ".weight", out, in * 9),
            reshape(path + "/columns", modulated, 0, in * 9, -1));
    Value shape = shapeLike(path + "/shape", x, out);
    return graph.node(path + "/image", Operator.RESHAPE, Map.of(), sum, shape);
  }

  /**
   * Where the nine taps of every pixel look, in one direction: -1 and 1 are the image's edges.
   *
   * @param shift [N, 9, H, W], in pixels
   * @param axis of x, 2 for rows or 3 for columns
   * @return [N, 9, H, W]
   */
  private Value taps(String path, Value shift, Value x, int axis, Tensor tapOffsets) {
    Value side = shape(path + "/side", x, axis, axis + 1);
    Value length =
        graph.node(path + "/length", Operator.SQUEEZE, Map.of(), cast(path + "/cast", side, FLOAT));
    Value numbers =
        graph.node(path + "/range", Operator.RANGE, Map.of(), number(0), length, number(1));
    // [H, 1] or [1, W], to go with the taps' [9, 1, 1].
    Value centres =
        graph.node(path + "/centres", Operator.UNSQUEEZE, Map.of(), numbers, integers(3 - axis));
    Value offsets = graph.constant("taps/" + axis, tapOffsets);
    Value still = graph.node(path + "/still", Operator.ADD, Map.of(), centres, offsets);
    Value place = graph.node(path + "/place", Operator.ADD, Map.of(), shift, still);
    // Pixel i has its centre at (2 i + 1) / length - 1.
    Value doubled = graph.node(path + "/twice", Operator.MUL, Map.of(), place, number(2));
    Value fromEdge = graph.node(path + "/from_edge", Operator.ADD, Map.of(), doubled, number(1));
    Value share = graph.node(path + "/share", Operator.DIV, Map.of(), fromEdge, length);
    return graph.node(path + "/centred", Operator.SUB, Map.of(), share, number(1));
  }

  @Override
  public Value transposedConv(String name, int in, int out, Value x) {
    return graph.node(
        graph.unused(name),
        Operator.CONV_TRANSPOSE,
        Map.of(
            "kernel_shape", Attribute.ofAll(4, 4),
            "pads", Attribute.ofAll(1, 1, 1, 1),
            "strides", Attribute.ofAll(2, 2)),
        x,
        parameter(name + ".weight"),
        parameter(name + ".bias"));
  }

  @Override
  public Value pixelLinear(String name, int in, int out, boolean bias, Value x) {
    Value weight = reshaped(name + ".weight", out, in, 1, 1);
    Value[] operands =
        bias ? new Value[] {x, weight, parameter(name + ".bias")} : new Value[] {x, weight};
    return graph.node(graph.unused(name), Operator.CONV, convolution(1, 1, 0, 1), operands);
  }

  @Override
  public Value attention(int channels, int heads, Value query, Value keysAndValues) {
    Value latest = query.isYoungerThan(keysAndValues) ? query : keysAndValues;
    String path = graph.unused(scope(latest) + "/attention");
    int perHead = channels / heads;
    List<Value> halves =
        graph.nodeWithResults(
            path + "/split", Operator.SPLIT, Map.of("axis", Attribute.of(1)), keysAndValues);
    Value q = reshape(path + "/query", query, 0, heads, perHead, -1);
    Value k = reshape(path + "/key", halves.get(0), 0, heads, perHead, -1);
    Value v = reshape(path + "/value", halves.get(1), 0, heads, perHead, -1);
    Value rows = transpose(path + "/query_rows", q, 0, 1, 3, 2);
    Value likeness = graph.node(path + "/likeness", Operator.MATMUL, Map.of(), rows, k);
    Value root = number((float) Math.sqrt(perHead));
    Value scaled = graph.node(path + "/scale", Operator.DIV, Map.of(), likeness, root);
    Value shares =
        graph.node(path + "/softmax", Operator.SOFTMAX, Map.of("axis", Attribute.of(-1)), scaled);
    Value valueRows = transpose(path + "/value_rows", v, 0, 1, 3, 2);
    Value mixed = graph.node(path + "/mix", Operator.MATMUL, Map.of(), shares, valueRows);
    Value columns = transpose(path + "/mix_columns", mixed, 0, 1, 3, 2);
    return graph.node(
        path, Operator.RESHAPE, Map.of(), columns, shape(path + "/shape", query, 0, 4));
  }

  @Override
  public Value learntRows(String name, int rows, int channels, Value reference) {
    String path = graph.unused(name + "/laid_out");
    Value sides = shape(path + "/sides", reference, 2, 4);
    Value pixels =
        graph.node(
            path + "/pixels", Operator.REDUCE_PROD, Map.of("keepdims", Attribute.of(0)), sides);
    Value count = cast(path + "/count", pixels, FLOAT);
    Value rowsPerPixel = graph.node(path + "/step", Operator.DIV, Map.of(), number(rows), count);
    Value numbers =
        graph.node(path + "/range", Operator.RANGE, Map.of(), number(0), count, number(1));
    Value places = graph.node(path + "/places", Operator.MUL, Map.of(), numbers, rowsPerPixel);
    Value whole = graph.node(path + "/floor", Operator.FLOOR, Map.of(), places);
    Value row = graph.node(path + "/row", Operator.MIN, Map.of(), whole, number(rows - 1));
    Value taken =
        graph.node(
            path + "/take",
            Operator.GATHER,
            Map.of("axis", Attribute.of(1)),
            parameter(name),
            cast(path + "/index", row, INT64));
    Value columns = transpose(path + "/columns", taken, 0, 2, 1);
    Value shape = concat(path + "/shape", 0, integers(1), integers(channels), sides);
    Value image = graph.node(path + "/image", Operator.RESHAPE, Map.of(), columns, shape);
    Value all = shapeLike(path + "/batch_shape", reference, channels);
    return graph.node(path, Operator.EXPAND, Map.of(), image, all);
  }

  @Override
  public Value concat(Value a, Value b) {
    Value latest = a.isYoungerThan(b) ? a : b;
    return concat(graph.unused(scope(latest) + "/concat"), 1, a, b);
  }

  @Override
  public Value affine(Value x, double factor, double offset) {
    Value scaled = following(x, "factor", Operator.MUL, Map.of(), x, number((float) factor));
    return offset == 0
        ? scaled
        : following(x, "offset", Operator.ADD, Map.of(), scaled, number((float) offset));
  }

  @Override
  public Value leakyRelu(Value x, double slope) {
    Map<String, Attribute> attributes = Map.of("alpha", Attribute.of((float) slope));
    return following(x, "leaky_relu", Operator.LEAKY_RELU, attributes, x);
  }

  @Override
  public Value gelu(Value x) {
    // In the order that ONNX Runtime fuses into one kernel.
    Value root = number((float) Math.sqrt(2));
    Value scaled = following(x, "gelu_scale", Operator.DIV, Map.of(), x, root);
    Value erf = following(x, "gelu_erf", Operator.ERF, Map.of(), scaled);
    Value shifted = following(x, "gelu_shift", Operator.ADD, Map.of(), erf, number(1));
    Value product = following(x, "gelu_product", Operator.MUL, Map.of(), x, shifted);
    return following(x, "gelu", Operator.MUL, Map.of(), product, number(0.5f));
  }

  @Override
  public Value tanh(Value x) {
    return following(x, "tanh", Operator.TANH, Map.of(), x);
  }

  private Value concat(String name, long axis, Value... parts) {
    return graph.node(name, Operator.CONCAT, Map.of("axis", Attribute.of(axis)), parts);
  }

  private Value reshape(String name, Value x, long... shape) {
    return graph.node(name, Operator.RESHAPE, Map.of(), x, integers(shape));
  }

  /** Every so many channels of x, from the first one on and before the last one. */
  private Value slice(String name, Value x, long first, long last, long step) {
    return graph.node(
        name,
        Operator.SLICE,
        Map.of(),
        x,
        integers(first),
        integers(last),
        integers(1),
        integers(step));
  }

  private Value cast(String name, Value x, long type) {
    return graph.node(name, Operator.CAST, Map.of("to", Attribute.of(type)), x);
  }

  /** Some of the sides of x, as whole numbers. */
  private Value shape(String name, Value x, long start, long end) {
    Map<String, Attribute> range = Map.of("start", Attribute.of(start), "end", Attribute.of(end));
    return graph.node(name, Operator.SHAPE, range, x);
  }

  /** The shape of x with another number of channels. */
  private Value shapeLike(String name, Value x, int channels) {
    Value batch = shape(name + "/batch", x, 0, 1);
    return concat(name, 0, batch, integers(channels), shape(name + "/sides", x, 2, 4));
  }

  private Value integers(long... values) {
    return integers.computeIfAbsent(
        Arrays.toString(values),
        text ->
            graph.node(
                graph.unused("integers/" + text),
                Operator.CONSTANT,
                Map.of("value_ints", Attribute.ofAll(values))));
  }

  private Value number(float value) {
    return graph.constant("number/" + value, new Tensor(List.of(), new float[] {value}));
  }

  /** A parameter with its values in their order, but another shape. */
  private Value reshaped(String name, Integer... shape) {
    return graph.constant(name, new Tensor(List.of(shape), weights.get(name).data()));
  }

  private Value following(
      Value before,
      String what,
      Operator operator,
      Map<String, Attribute> attributes,
      Value... operands) {
    return graph.node(graph.unused(scope(before) + "/" + what), operator, attributes, operands);
  }

  /** The path of the parameters that a value was last made with. */
  private static String scope(Value value) {
    return value.name().split("/", 2)[0];
  }

  private Value parameter(String name) {
    return graph.constant(name, weights.get(name));
  }
}
