package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.ChannelAttention;
import io.github.dcpt4j.exporter.network.ChannelAttention.Activation;
import io.github.dcpt4j.exporter.network.CoarseWindow;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Padding;
import io.github.dcpt4j.exporter.network.Prompt;
import io.github.dcpt4j.exporter.network.WindowAttention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The back end that writes a network down as an ONNX graph. Batch, height and width stay dynamic.
 *
 * <p>Operations take forms that ONNX Runtime has fused kernels for (a channel norm is transpose,
 * layer norm, transpose). Results that are computed channels-last are transposed back at once;
 * {@link DropUnused} takes away those ways back that nobody goes. Nodes are named by the parameters
 * that they use; the others continue the name of what they follow.
 */
public final class OnnxOps implements Ops<Value> {
  // The numbers that the standard gives to 32-bit floats and 64-bit integers.
  private static final int FLOAT_TYPE = 1;
  private static final int INTEGER_TYPE = 7;

  // Where the taps of a 3 x 3 kernel lie around its centre.
  private static final Tensor TAP_ROWS =
      new Tensor(List.of(9, 1, 1), new float[] {-1, -1, -1, 0, 0, 0, 1, 1, 1});
  private static final Tensor TAP_COLUMNS =
      new Tensor(List.of(9, 1, 1), new float[] {-1, 0, 1, -1, 0, 1, -1, 0, 1});

  private final GraphBuilder graph;
  private final Weights weights;
  private final OnnxWindows windows;

  /**
   * Feature maps that exist as [N, H, W, C] too: what can is computed there, without a way back.
   */
  private final Map<Value, Value> channelsLast = new HashMap<>();

  /** For feature maps, an earlier one of the same height and width. */
  private final Map<Value, Value> sized = new HashMap<>();

  /**
   * @param graph where the nodes go
   * @param weights every parameter that the network will ask for
   */
  public OnnxOps(GraphBuilder graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
    this.windows = new OnnxWindows(graph);
  }

  @Override
  public Value conv(String name, Conv conv, Value x) {
    Map<String, Attribute> attributes =
        convolution(conv.kernel(), conv.stride(), conv.padding(), conv.groups());
    Value weight = parameter(name + ".weight");
    Value[] operands =
        conv.bias() ? new Value[] {x, weight, parameter(name + ".bias")} : new Value[] {x, weight};
    Value result = graph.node(graph.unused(name), Operator.CONV, attributes, operands);
    boolean sameSize = conv.stride() == 1 && conv.kernel() == 2 * conv.padding() + 1;
    return sameSize ? ofSameSize(result, x) : result;
  }

  @Override
  public Value channelNorm(String name, int channels, double epsilon, Value x) {
    if (channels == 1) {
      return normOfOneChannel(name, x);
    }
    Value last = channelsLast(name, x);
    Value normalised =
        graph.node(
            graph.unused(name),
            Operator.LAYER_NORMALIZATION,
            Map.of("axis", Attribute.of(-1), "epsilon", Attribute.of((float) epsilon)),
            channels < FEW_CHANNELS ? centred(last) : last,
            parameter(name + ".weight"),
            parameter(name + ".bias"));
    return channelsFirst(name, normalised, x);
  }

  /**
   * The same values about their mean. ONNX Runtime's layer norm takes the variance as a difference
   * of squares, which loses digits where all values are nearly equal: a few easily are.
   */
  private Value centred(Value channelsLast) {
    Map<String, Attribute> overChannels =
        Map.of("axes", Attribute.ofAll(-1), "keepdims", Attribute.of(1));
    Value mean =
        following(channelsLast, "channel_mean", Operator.REDUCE_MEAN, overChannels, channelsLast);
    return following(channelsLast, "centred", Operator.SUB, Map.of(), channelsLast, mean);
  }

  /** A feature map as [N, H, W, C]. */
  private Value channelsLast(String name, Value x) {
    return channelsLast.computeIfAbsent(
        x, first -> transpose(graph.unused(name + "/channels_last"), first, 0, 2, 3, 1));
  }

  /** What is [N, H, W, C] as a feature map again, of the height and width of another one. */
  private Value channelsFirst(String name, Value last, Value sized) {
    Value first = transpose(graph.unused(name + "/channels_first"), last, 0, 3, 1, 2);
    channelsLast.put(first, last);
    return ofSameSize(first, sized);
  }

  private Value ofSameSize(Value result, Value x) {
    sized.put(result, sizeOf(x));
    return result;
  }

  private Value sizeOf(Value x) {
    return sized.getOrDefault(x, x);
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
  public Value channelNormWithoutMean(String name, int channels, double epsilon, Value x) {
    float[] weight = weights.get(name + ".weight").data();
    if (channels == 1) {
      // A single channel has no variance, and no layer norm in ONNX Runtime.
      Value factor = scalar(name + "/factor", (float) (weight[0] / Math.sqrt(epsilon)));
      return graph.node(graph.unused(name), Operator.MUL, Map.of(), x, factor);
    }
    // Of a layer norm only 1 / sqrt(variance + epsilon) is used: twice as fast as the long way.
    List<Value> statistics =
        graph.nodeWithResults(
            graph.unused(name + "/statistics"),
            Operator.LAYER_NORMALIZATION_WITH_STATISTICS,
            Map.of("axis", Attribute.of(-1), "epsilon", Attribute.of((float) epsilon)),
            transpose(graph.unused(name + "/channels_last"), x, 0, 2, 3, 1),
            parameter(name + ".weight"));
    Value factors = transpose(graph.unused(name + "/factors"), statistics.get(2), 0, 3, 1, 2);
    Value scaled = graph.node(graph.unused(name + "/scaled"), Operator.MUL, Map.of(), x, factors);
    Value perChannel =
        graph.constant(name + "/per_channel", new Tensor(List.of(channels, 1, 1), weight));
    return graph.node(graph.unused(name), Operator.MUL, Map.of(), scaled, perChannel);
  }

  private Value scalar(String name, float value) {
    return graph.constant(name, new Tensor(List.of(), new float[] {value}));
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
    if (channelsLast.containsKey(a) && channelsLast.containsKey(b)) {
      Value left = channelsLast.get(a);
      Value right = channelsLast.get(b);
      Value sum = following(latest, "add", Operator.ADD, Map.of(), left, right);
      return channelsFirst(scope(latest), sum, a);
    }
    return ofSameSize(following(latest, "add", Operator.ADD, Map.of(), a, b), a);
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
  public Value geluGate(Value x) {
    List<Value> halves =
        graph.nodeWithResults(
            graph.unused(scope(x) + "/split"), Operator.SPLIT, Map.of("axis", Attribute.of(1)), x);
    return following(x, "gate", Operator.MUL, Map.of(), gelu(halves.get(0)), halves.get(1));
  }

  @Override
  public Value channelAttention(String temperature, ChannelAttention attention, Value qkv) {
    Value rows = reshape(qkv, 0, 3L * attention.heads(), attention.headChannels(), -1);
    List<Value> parts =
        graph.nodeWithResults(
            graph.unused(temperature + "/split"),
            Operator.SPLIT_IN_THREE,
            Map.of("axis", Attribute.of(1)),
            rows);
    Value queries = parts.get(0);
    Value keys = parts.get(1);
    Value products =
        following(queries, "products", Operator.MATMUL, Map.of(), queries, turned(keys));
    // Lengths are divided out of the small products, not out of the large queries and keys.
    products = following(queries, "by_query", Operator.DIV, Map.of(), products, lengths(queries));
    products =
        following(queries, "by_key", Operator.DIV, Map.of(), products, turned(lengths(keys)));
    products =
        following(queries, "scaled", Operator.MUL, Map.of(), products, parameter(temperature));
    Value mixing = attention.activation() == Activation.RELU ? relu(products) : softmax(products);
    Value mixed = following(queries, "mixed", Operator.MATMUL, Map.of(), mixing, parts.get(2));
    Value shape = joined(qkv, whole(qkv, 0, attention.channels()), heightAndWidth(qkv));
    return following(queries, "reshape", Operator.RESHAPE, Map.of(), mixed, shape);
  }

  /** The lengths of the vectors along the last axis, none of them zero. */
  private Value lengths(Value vectors) {
    Map<String, Attribute> lastAxis =
        Map.of("axes", Attribute.ofAll(-1), "keepdims", Attribute.of(1));
    Value lengths = following(vectors, "lengths", Operator.REDUCE_L2, lastAxis, vectors);
    Value smallest = scalar("attention/smallest_length", (float) ChannelAttention.SMALLEST_LENGTH);
    return following(lengths, "nonzero", Operator.CLIP, Map.of(), lengths, smallest);
  }

  @Override
  public Value concat(Value a, Value b) {
    Value latest = a.isYoungerThan(b) ? a : b;
    return following(latest, "concat", Operator.CONCAT, Map.of("axis", Attribute.of(1)), a, b);
  }

  @Override
  public Value relu(Value x) {
    return following(x, "relu", Operator.RELU, Map.of(), x);
  }

  @Override
  public Value sigmoid(Value x) {
    return following(x, "sigmoid", Operator.SIGMOID, Map.of(), x);
  }

  @Override
  public Value spatialMean(Value x) {
    return following(x, "mean", Operator.GLOBAL_AVERAGE_POOL, Map.of(), x);
  }

  @Override
  public Value localMeans(Value x, int rows, int columns) {
    return localMeans(x, whole(x, rows), whole(x, columns));
  }

  private Value localMeans(Value x, Value rows, Value columns) {
    Value height = smaller(x, sizes(x, HEIGHT_AXIS, HEIGHT_AXIS), rows);
    Value width = smaller(x, sizes(x, WIDTH_AXIS, WIDTH_AXIS), columns);
    // Running sums down the rows are many times faster in ONNX Runtime than along them.
    Value upright = windowSums(x, height);
    Value sums = turned(windowSums(turned(upright), width));
    Value area = following(x, "area", Operator.MUL, Map.of(), height, width);
    Map<String, Attribute> toFloat = Map.of("to", Attribute.of(FLOAT_TYPE));
    Value count = following(x, "count", Operator.CAST, toFloat, area);
    return following(x, "means", Operator.DIV, Map.of(), sums, count);
  }

  private Value smaller(Value before, Value a, Value b) {
    return following(before, "smaller", Operator.MIN, Map.of(), a, b);
  }

  /**
   * The sums over windows of some rows: the running sum at a window's end less that at its
   * beginning, and the beginning itself. One axis after the other keeps the running sums small, and
   * so their rounding.
   */
  private Value windowSums(Value x, Value length) {
    Map<String, Attribute> inclusive =
        Map.of("exclusive", Attribute.of(0), "reverse", Attribute.of(0));
    Value axisNumber =
        following(
            x, "axis", Operator.CONSTANT_NUMBER, Map.of("value_int", Attribute.of(HEIGHT_AXIS)));
    Value running = following(x, "running_sums", Operator.CUM_SUM, inclusive, x, axisNumber);
    Value skipped = following(x, "skipped", Operator.SUB, Map.of(), length, whole(x, 1));
    Value size = sizes(x, HEIGHT_AXIS, HEIGHT_AXIS);
    Value count = following(x, "windows", Operator.SUB, Map.of(), size, skipped);
    Value ends = slice(running, HEIGHT_AXIS, skipped, size);
    Value beginnings = slice(running, HEIGHT_AXIS, whole(x, 0), count);
    Value firsts = slice(x, HEIGHT_AXIS, whole(x, 0), count);
    Value others = following(x, "others", Operator.SUB, Map.of(), ends, beginnings);
    return following(x, "window_sums", Operator.ADD, Map.of(), others, firsts);
  }

  /** Rows as columns. */
  private Value turned(Value x) {
    return transpose(graph.unused(scope(x) + "/turned"), x, 0, 1, 3, 2);
  }

  /** Sizes of zero stay as they are, and one of -1 takes what is left. */
  private Value reshape(Value x, long... sizes) {
    return following(x, "reshape", Operator.RESHAPE, Map.of(), x, whole(x, sizes));
  }

  @Override
  public Value softmax(Value x) {
    return following(x, "softmax", Operator.SOFTMAX, Map.of("axis", Attribute.of(-1)), x);
  }

  @Override
  public Value mixture(String name, Prompt prompt, Value shares) {
    int side = prompt.side();
    Tensor maps = weights.get(name);
    List<Integer> rows = List.of(prompt.count(), prompt.channels() * side * side);
    Value constant = graph.constant(name, new Tensor(rows, maps.data()));
    Value mixed =
        graph.node(graph.unused(name + "/mixture"), Operator.MATMUL, Map.of(), shares, constant);
    return reshape(mixed, -1, prompt.channels(), side, side);
  }

  @Override
  public Value resizeLike(Value x, Value reference) {
    Map<String, Attribute> bilinear =
        Map.of(
            "mode", Attribute.of("linear"),
            "coordinate_transformation_mode", Attribute.of("half_pixel"));
    Value none = graph.nothing();
    Value size = joined(x, sizes(x, 0, 1), heightAndWidth(reference));
    return following(x, "resize", Operator.RESIZE, bilinear, x, none, none, size);
  }

  private Value slice(Value x, int axis, Value from, Value to) {
    return following(x, "slice", Operator.SLICE, Map.of(), x, from, to, whole(x, axis));
  }

  @Override
  public Value coarseLocalMeans(Value x, CoarseWindow rows, CoarseWindow columns) {
    Value size = heightAndWidth(x);
    Value lengths = whole(x, rows.length(), columns.length());
    Value beyond = following(x, "beyond", Operator.SUB, Map.of(), size, lengths);
    Value most = largest(beyond);
    // One where a side goes beyond its window, else zero: then all that follows is the plain mean.
    Value notNegative = following(x, "not_negative", Operator.MAX, Map.of(), most, whole(x, 0));
    Value coarse = smaller(x, notNegative, whole(x, 1));
    Value one = whole(x, 1);
    Value wanted = joined(x, step(x, HEIGHT_AXIS, rows), step(x, WIDTH_AXIS, columns));
    Value more = following(x, "more", Operator.SUB, Map.of(), wanted, one);
    Value added = following(x, "added", Operator.MUL, Map.of(), more, coarse);
    Value steps = following(x, "steps", Operator.ADD, Map.of(), added, one);
    Value start = following(x, "start", Operator.MUL, Map.of(), steps, coarse);
    Value grid =
        following(x, "grid", Operator.SLICE, Map.of(), x, start, size, whole(x, 2, 3), steps);
    Value places = following(x, "places", Operator.DIV, Map.of(), lengths, steps);
    Value means = localMeans(grid, entry(places, 0), entry(places, 1));
    return enlarged(means, steps);
  }

  /** The step of a window on the coarse grid, as {@link CoarseWindow#step} has it. */
  private Value step(Value x, int axis, CoarseWindow window) {
    long[] steps = LongStream.rangeClosed(1, CoarseWindow.LARGEST_STEP).toArray();
    Value candidates = whole(x, steps);
    Map<String, Attribute> integers = Map.of("fmod", Attribute.of(0));
    Value rest = following(x, "rest", Operator.MOD, integers, sizes(x, axis, axis), candidates);
    Value isRest = smaller(x, rest, whole(x, 1));
    Value divides = following(x, "divides", Operator.SUB, Map.of(), whole(x, 1), isRest);
    Value divisors = following(x, "divisors", Operator.MUL, Map.of(), candidates, divides);
    return smaller(x, largest(divisors), whole(x, window.largestStep()));
  }

  private Value largest(Value list) {
    Map<String, Attribute> overAll =
        Map.of("axes", Attribute.ofAll(0), "keepdims", Attribute.of(1));
    return following(list, "largest", Operator.REDUCE_MAX, overAll, list);
  }

  private Value entry(Value list, int index) {
    return slice(list, 0, whole(list, index), whole(list, index + 1L));
  }

  /** Every value as many times below and beside itself as two numbers say. */
  private Value enlarged(Value x, Value times) {
    Value one = whole(x, 1);
    Value apart = following(x, "apart", Operator.UNSQUEEZE, Map.of(), x, whole(x, 3, 5));
    Value copies = joined(x, one, one, one, entry(times, 0), one, entry(times, 1));
    Value copied = following(x, "copied", Operator.EXPAND, Map.of(), apart, copies);
    Value size = following(x, "enlarged_size", Operator.MUL, Map.of(), heightAndWidth(x), times);
    Value shape = joined(x, sizes(x, 0, 1), size);
    return following(x, "enlarged", Operator.RESHAPE, Map.of(), copied, shape);
  }

  private Value joined(Value x, Value... parts) {
    return following(x, "amounts", Operator.CONCAT, Map.of("axis", Attribute.of(0)), parts);
  }

  @Override
  public Value multiplyAround(Value x, Value factors) {
    Value inner = heightAndWidth(factors);
    Value missing = following(factors, "missing", Operator.SUB, Map.of(), heightAndWidth(x), inner);
    // A single row or column holds for all without being copied.
    Value single = following(factors, "beyond_one", Operator.SUB, Map.of(), inner, whole(x, 1));
    Value several = smaller(factors, single, whole(x, 1));
    missing = following(factors, "added", Operator.MUL, Map.of(), missing, several);
    Value before = following(factors, "before", Operator.DIV, Map.of(), missing, whole(x, 2));
    Value after = following(factors, "after", Operator.SUB, Map.of(), missing, before);
    Value none = whole(x, 0, 0);
    Value amounts = joined(factors, none, before, none, after);
    Map<String, Attribute> edge = Map.of("mode", Attribute.of("edge"));
    Value extended = following(factors, "around", Operator.PAD, edge, factors, amounts);
    return following(factors, "multiply", Operator.MUL, Map.of(), x, extended);
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
    return sizes(x, HEIGHT_AXIS, WIDTH_AXIS);
  }

  private Value sizes(Value x, int first, int last) {
    Map<String, Attribute> axes =
        Map.of("start", Attribute.of(first), "end", Attribute.of(last + 1L));
    return following(x, "size", Operator.SHAPE, axes, x);
  }

  /** A list of whole numbers, which sizes and places are told with. */
  private Value whole(Value before, long... numbers) {
    return following(
        before, "whole", Operator.CONSTANT, Map.of("value_ints", Attribute.ofAll(numbers)));
  }

  /** The chain that ONNX Runtime fuses: x / sqrt 2, erf, + 1, times x, times a half. */
  @Override
  public Value gelu(Value x) {
    if (!channelsLast.containsKey(x)) {
      return ofSameSize(geluChain(x, x), x);
    }
    return channelsFirst(scope(x), geluChain(x, channelsLast.get(x)), x);
  }

  private Value geluChain(Value before, Value x) {
    Value root = scalar("gelu/root_of_two", (float) Math.sqrt(2));
    Value scaled = following(before, "scaled", Operator.DIV, Map.of(), x, root);
    Value erf = following(before, "erf", Operator.ERF, Map.of(), scaled);
    Value shifted =
        following(before, "shifted", Operator.ADD, Map.of(), erf, scalar("gelu/one", 1));
    Value twice = following(before, "twice", Operator.MUL, Map.of(), x, shifted);
    return following(before, "gelu", Operator.MUL, Map.of(), twice, scalar("gelu/half", 0.5f));
  }

  @Override
  public Value leakyRelu(Value x, double slope) {
    Map<String, Attribute> alpha = Map.of("alpha", Attribute.of((float) slope));
    return ofSameSize(following(x, "leaky_relu", Operator.LEAKY_RELU, alpha, x), x);
  }

  @Override
  public Value pixelLinear(String name, int in, int out, boolean bias, Value x) {
    Value weight =
        graph.constant(name + ".weight/transposed", transposed(weights.get(name + ".weight")));
    Value last = channelsLast(name, x);
    String product = graph.unused(bias ? name + "/product" : name);
    Value result = graph.node(product, Operator.MATMUL, Map.of(), last, weight);
    if (bias) {
      Value offset = parameter(name + ".bias");
      result = graph.node(graph.unused(name), Operator.ADD, Map.of(), result, offset);
    }
    return channelsFirst(name, result, x);
  }

  private static Tensor transposed(Tensor matrix) {
    int rows = matrix.shape().get(0);
    int columns = matrix.shape().get(1);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.data()[i % rows * columns + i / rows];
    }
    return new Tensor(List.of(columns, rows), values);
  }

  @Override
  public Value windowAttention(String name, WindowAttention attention, Value qkv) {
    String table = name + ".relative_position_bias_table";
    Optional<Tensor> bias =
        attention.positionBias() ? Optional.of(weights.get(table)) : Optional.empty();
    Value last = channelsLast(name, qkv);
    return channelsFirst(name, windows.attend(name, attention, bias, last, sizeOf(qkv)), qkv);
  }

  @Override
  public Value channelAffine(Value x, List<Double> factors, List<Double> offsets) {
    Value result = x;
    if (factors.stream().anyMatch(factor -> factor != 1)) {
      result = following(x, "range", Operator.MUL, Map.of(), result, perChannel(x, factors));
    }
    if (offsets.stream().anyMatch(offset -> offset != 0)) {
      result = following(x, "mean", Operator.ADD, Map.of(), result, perChannel(x, offsets));
    }
    return result == x ? x : ofSameSize(result, x);
  }

  private Value perChannel(Value x, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = numbers.get(c).floatValue();
    }
    String name = graph.unused(scope(x) + "/per_channel");
    return graph.constant(name, new Tensor(List.of(1, values.length, 1, 1), values));
  }

  @Override
  public Value addPositions(String name, int channels, int height, int width, Value x) {
    Tensor positions = new Tensor(List.of(1, height, width, channels), weights.get(name).data());
    Value sum =
        graph.node(
            graph.unused(name + "/sum"),
            Operator.ADD,
            Map.of(),
            channelsLast(name, x),
            graph.constant(name, positions));
    return channelsFirst(name, sum, x);
  }

  @Override
  public Value decimate(Value x, int factor) {
    // Rows and columns that begin no whole block are cut off first.
    Value end = whole(x, 1 - factor, 1 - factor);
    Value steps = whole(x, factor, factor);
    return following(
        x, "decimated", Operator.SLICE, Map.of(), x, whole(x, 0, 0), end, whole(x, 2, 3), steps);
  }

  @Override
  public Value pixelUnshuffle(Value x, int factor) {
    // SpaceToDepth lets the channel vary fastest: taken as an image of its own, each has just one.
    Value images = reshape(x, -1, 1, 0, 0);
    Map<String, Attribute> blocks = Map.of("blocksize", Attribute.of(factor));
    Value apart = following(x, "unshuffle", Operator.SPACE_TO_DEPTH, blocks, images);
    Value shape = joined(x, sizes(x, 0, 0), whole(x, -1, 0, 0));
    return following(x, "reshape", Operator.RESHAPE, Map.of(), apart, shape);
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
    Value down = channels(path + "/dy", steering, 0, 18, 2);
    Value y = taps(path + "/y", down, x, HEIGHT_AXIS, TAP_ROWS);
    Value right = channels(path + "/dx", steering, 1, 18, 2);
    Value left = taps(path + "/x", right, x, WIDTH_AXIS, TAP_COLUMNS);
    Value last = integers(path + "/last", -1);
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
            channels(path + "/modulation", steering, 18, 27, 1));
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
            reshape(path + "/columns", modulated, 0, in * 9L, -1));
    return reshapeLike(path, sum, out, x);
  }

  /**
   * Where the nine taps of every pixel look, in one direction: -1 and 1 are the image's edges.
   *
   * @param shift [N, 9, H, W], in pixels
   * @param axis of x, 2 for rows or 3 for columns
   * @return [N, 9, H, W]
   */
  private Value taps(String path, Value shift, Value x, int axis, Tensor tapOffsets) {
    Value side = cast(path + "/cast", sizes(x, axis, axis), FLOAT_TYPE);
    Value length = graph.node(path + "/length", Operator.SQUEEZE, Map.of(), side);
    Value numbers =
        graph.node(path + "/range", Operator.RANGE, Map.of(), number(0), length, number(1));
    // [H, 1] or [1, W], to go with the taps' [9, 1, 1].
    Value axes = integers(path + "/axis", WIDTH_AXIS - axis);
    Value centres = graph.node(path + "/centres", Operator.UNSQUEEZE, Map.of(), numbers, axes);
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
    return reshapeLike(path, columns, channels, query);
  }

  @Override
  public Value learntRows(String name, int rows, int channels, Value reference) {
    String path = graph.unused(name + "/laid_out");
    Map<String, Attribute> toScalar = Map.of("keepdims", Attribute.of(0));
    Value pixels =
        graph.node(path + "/pixels", Operator.REDUCE_PROD, toScalar, heightAndWidth(reference));
    Value count = cast(path + "/count", pixels, FLOAT_TYPE);
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
            cast(path + "/index", row, INTEGER_TYPE));
    Value columns = transpose(path + "/columns", taken, 0, 2, 1);
    Value image = reshapeLike(path, columns, channels, reference);
    Value others = integers(path + "/others", 1, 1, 1);
    Value batch = concat(path + "/batch", 0, sizes(reference, 0, 0), others);
    return graph.node(path, Operator.EXPAND, Map.of(), image, batch);
  }

  @Override
  public Value affine(Value x, double factor, double offset) {
    Value scaled = following(x, "factor", Operator.MUL, Map.of(), x, number((float) factor));
    return offset == 0
        ? scaled
        : following(x, "offset", Operator.ADD, Map.of(), scaled, number((float) offset));
  }

  @Override
  public Value tanh(Value x) {
    return following(x, "tanh", Operator.TANH, Map.of(), x);
  }

  private Value concat(String name, long axis, Value... parts) {
    return graph.node(name, Operator.CONCAT, Map.of("axis", Attribute.of(axis)), parts);
  }

  /** Every so many channels of x, from the first one on and before the last one. */
  private Value channels(String name, Value x, long first, long last, long step) {
    return graph.node(
        name,
        Operator.SLICE,
        Map.of(),
        x,
        integers(name + "/first", first),
        integers(name + "/last", last),
        integers(name + "/axis", 1),
        integers(name + "/step", step));
  }

  /** As [N, channels, H, W], with height and width of another feature map. */
  private Value reshapeLike(String name, Value x, int channels, Value reference) {
    Map<String, Attribute> heightAndWidth =
        Map.of("start", Attribute.of(2), "end", Attribute.of(4));
    Value size =
        graph.node(graph.unused(name + "/size"), Operator.SHAPE, heightAndWidth, reference);
    Value shape =
        graph.node(
            graph.unused(name + "/shape"),
            Operator.CONCAT,
            Map.of("axis", Attribute.of(0)),
            integers(name + "/channels", 0, channels),
            size);
    return graph.node(graph.unused(name + "/map"), Operator.RESHAPE, Map.of(), x, shape);
  }

  /** Sizes of zero stay as they are, and one of -1 takes what is left. */
  private Value reshape(String name, Value x, long... sizes) {
    return graph.node(
        graph.unused(name), Operator.RESHAPE, Map.of(), x, integers(name + "/sizes", sizes));
  }

  private Value integers(String name, long... values) {
    return graph.node(
        graph.unused(name), Operator.CONSTANT, Map.of("value_ints", Attribute.ofAll(values)));
  }

  private Value cast(String name, Value x, long type) {
    return graph.node(name, Operator.CAST, Map.of("to", Attribute.of(type)), x);
  }

  private Value number(float value) {
    return scalar("number/" + value, value);
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

  private static final int FEW_CHANNELS = 4;
  private static final int HEIGHT_AXIS = 2;
  private static final int WIDTH_AXIS = 3;
}
