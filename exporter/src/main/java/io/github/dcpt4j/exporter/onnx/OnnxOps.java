package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.ChannelAttention;
import io.github.dcpt4j.exporter.network.ChannelAttention.Activation;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Prompt;
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
  public Value geluGate(Value x) {
    List<Value> halves =
        graph.nodeWithResults(
            graph.unused(scope(x) + "/split"), Operator.SPLIT, Map.of("axis", Attribute.of(1)), x);
    return following(x, "gate", Operator.MUL, Map.of(), gelu(halves.get(0)), halves.get(1));
  }

  /**
   * The chain that ONNX Runtime fuses into one kernel: x / sqrt 2, erf, + 1, times x, times half.
   */
  private Value gelu(Value x) {
    Value root = scalar("gelu/root_of_two", (float) Math.sqrt(2));
    Value erf =
        following(
            x,
            "erf",
            Operator.ERF,
            Map.of(),
            following(x, "scaled", Operator.DIV, Map.of(), x, root));
    Value one = scalar("gelu/one", 1);
    Value twice =
        following(
            x,
            "twice",
            Operator.MUL,
            Map.of(),
            x,
            following(x, "shifted", Operator.ADD, Map.of(), erf, one));
    return following(x, "gelu", Operator.MUL, Map.of(), twice, scalar("gelu/half", 0.5f));
  }

  @Override
  public Value channelAttention(String name, ChannelAttention attention, Value qkv) {
    int heads = attention.heads();
    Value rows = reshape(name + "/rows", qkv, 0, 3L * heads, attention.headChannels(), -1);
    List<Value> parts =
        graph.nodeWithResults(
            graph.unused(name + "/split"),
            Operator.SPLIT_IN_THREE,
            Map.of("axis", Attribute.of(1)),
            rows);
    Value query = parts.get(0);
    Value keys = transpose(graph.unused(name + "/keys"), parts.get(1), 0, 1, 3, 2);
    // Lengths are divided out of the small products, not out of the large queries and keys.
    Value products = following(keys, "products", Operator.MATMUL, Map.of(), query, keys);
    Value byQuery = following(keys, "by_query", Operator.DIV, Map.of(), products, lengths(query));
    Value byKey =
        following(
            keys,
            "by_key",
            Operator.DIV,
            Map.of(),
            byQuery,
            transpose(graph.unused(name + "/key_lengths"), lengths(parts.get(1)), 0, 1, 3, 2));
    Value scaled = following(keys, "scaled", Operator.MUL, Map.of(), byKey, parameter(name));
    Value mixing =
        attention.activation() == Activation.RELU
            ? relu(scaled)
            : following(
                keys, "softmax", Operator.SOFTMAX, Map.of("axis", Attribute.of(-1)), scaled);
    Value mixed = following(keys, "mixed", Operator.MATMUL, Map.of(), mixing, parts.get(2));
    return reshapeLike(name, mixed, attention.channels(), qkv);
  }

  /** The lengths of vectors along the last axis, none of them zero. */
  private Value lengths(Value vectors) {
    Map<String, Attribute> overPixels =
        Map.of("axes", Attribute.ofAll(-1), "keepdims", Attribute.of(1));
    Value lengths = following(vectors, "lengths", Operator.REDUCE_L2, overPixels, vectors);
    Value smallest = scalar("attention/smallest_length", (float) ChannelAttention.SMALLEST_LENGTH);
    return following(lengths, "nonzero", Operator.CLIP, Map.of(), lengths, smallest);
  }

  /** As [N, channels, H, W], with height and width of another feature map. */
  private Value reshapeLike(String name, Value x, int channels, Value reference) {
    Value size = sizes(name + "/size", reference, 2, 4);
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
    Value row =
        graph.node(graph.unused(name + "/mixture"), Operator.MATMUL, Map.of(), shares, constant);
    return reshape(name + "/map", row, -1, prompt.channels(), side, side);
  }

  @Override
  public Value resizeLike(Value x, Value reference) {
    String name = graph.unused(scope(x) + "/resized");
    Map<String, Attribute> end = Map.of("axis", Attribute.of(0));
    Value sizes =
        graph.node(
            name + "/sizes",
            Operator.CONCAT,
            end,
            sizes(name + "/batch_and_channels", x, 0, 2),
            sizes(name + "/height_and_width", reference, 2, 4));
    Map<String, Attribute> bilinear =
        Map.of(
            "mode", Attribute.of("linear"),
            "coordinate_transformation_mode", Attribute.of("half_pixel"));
    Value none = graph.nothing();
    return graph.node(name, Operator.RESIZE, bilinear, x, none, none, sizes);
  }

  /** Some sizes of a tensor, from the first to before the last. */
  private Value sizes(String name, Value x, int first, int last) {
    Map<String, Attribute> range = Map.of("start", Attribute.of(first), "end", Attribute.of(last));
    return graph.node(graph.unused(name), Operator.SHAPE, range, x);
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
  public Value pixelUnshuffle(Value x, int factor) {
    // SpaceToDepth lets the channel vary fastest: taken as an image of its own, each has just one.
    String name = graph.unused(scope(x) + "/unshuffle");
    Value images = reshape(name + "/images", x, -1, 1, 0, 0);
    Map<String, Attribute> blocks = Map.of("blocksize", Attribute.of(factor));
    Value apart = graph.node(name, Operator.SPACE_TO_DEPTH, blocks, images);
    Value batch = sizes(name + "/batch", x, 0, 1);
    Value rest = integers(name + "/rest", -1, 0, 0);
    Map<String, Attribute> end = Map.of("axis", Attribute.of(0));
    Value shape = graph.node(name + "/shape", Operator.CONCAT, end, batch, rest);
    return graph.node(name + "/map", Operator.RESHAPE, Map.of(), apart, shape);
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
