package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.rewrite.DropUnused;
import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.CrossAttention;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.ops.LearntRows;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Positions;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.SoftmaxScale;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedConv;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The back end that writes a network down as an ONNX graph. Batch, height and width stay dynamic.
 *
 * <p>Operations take forms that ONNX Runtime has fused kernels for (a channel norm is transpose,
 * layer norm, transpose). Results that are computed channels-last are transposed back at once;
 * {@link DropUnused} removes those transpositions that nothing reads. Nodes are named by the
 * parameters that they use; the others continue the name of what they follow. What takes more than
 * a few nodes has a class of its own.
 */
public final class OnnxOps implements Ops<Value> {

  private final GraphBuilder graph;
  private final Weights weights;
  private final Layouts layouts;
  private final LayerNorm2dGraph norms;
  private final WindowAttentionGraph windows;

  /**
   * A back end that adds to a graph.
   *
   * @param graph where the nodes go
   * @param weights every parameter that the network will ask for
   */
  public OnnxOps(GraphBuilder graph, Weights weights) {
    this.graph = graph;
    this.weights = weights;
    this.layouts = new Layouts();
    this.norms = new LayerNorm2dGraph(graph, weights, layouts);
    this.windows = new WindowAttentionGraph(graph);
  }

  // Layers

  @Override
  public Value conv(String name, Conv conv, Value x) {
    ConvGraph node = new ConvGraph(at(name));
    Value weight = parameter(name + ".weight");
    Value result =
        conv.bias()
            ? node.of(conv, x, weight, parameter(name + ".bias"))
            : node.of(conv, x, weight);
    boolean sameSize = conv.stride() == 1 && conv.kernel() == 2 * conv.padding() + 1;
    return sameSize ? layouts.ofSizeOf(x, result) : result;
  }

  @Override
  public Value transposedConv(String name, TransposedConv conv, Value x) {
    Map<String, Attribute> doubling =
        Map.of(
            "kernel_shape", Attribute.ofAll(4, 4),
            "pads", Attribute.ofAll(1, 1, 1, 1),
            "strides", Attribute.ofAll(2, 2));
    Value weight = parameter(name + ".weight");
    return at(name).result(Operator.CONV_TRANSPOSE, doubling, x, weight, parameter(name + ".bias"));
  }

  @Override
  public Value deformableConv(String name, DeformableConv conv, Value x, Value steering) {
    Value weight = reshapedParameter(name + ".weight", conv.out(), conv.in() * DeformableConv.TAPS);
    return new DeformableConvGraph(graph, name).of(weight, x, conv.in(), conv.out(), steering);
  }

  @Override
  public Value linear(String name, Linear linear, Value x) {
    return linear.rows() ? linearOfRows(name, x) : linearPerPixel(name, linear, x);
  }

  private Value linearOfRows(String name, Value x) {
    Scope scope = at(name);
    Value rows = scope.node("flatten", Operator.FLATTEN, Map.of("axis", Attribute.of(1)), x);
    return scope.result(
        Operator.GEMM,
        Map.of("transB", Attribute.of(1)),
        rows,
        parameter(name + ".weight"),
        parameter(name + ".bias"));
  }

  private Value linearPerPixel(String name, Linear linear, Value x) {
    Scope scope = at(name);
    Value weight =
        graph.constant(name + ".weight/transposed", transposed(weights.get(name + ".weight")));
    Value last = layouts.channelsLast(scope, x);
    if (!linear.bias()) {
      Value product = scope.result(Operator.MATMUL, Map.of(), last, weight);
      return layouts.channelsFirst(scope, product, x);
    }
    Value product = scope.node("product", Operator.MATMUL, last, weight);
    Value sum = scope.result(Operator.ADD, Map.of(), product, parameter(name + ".bias"));
    return layouts.channelsFirst(scope, sum, x);
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
  public Value norm(String name, Norm norm, Value x) {
    return switch (norm.kind()) {
      case LAYER -> norms.norm(name, norm.channels(), norm.epsilon(), x);
      case BIAS_FREE -> norms.normWithoutMean(name, norm.channels(), norm.epsilon(), x);
      case BATCH -> batchNorm(name, norm, x);
    };
  }

  private Value batchNorm(String name, Norm norm, Value x) {
    return at(name)
        .result(
            Operator.BATCH_NORMALIZATION,
            Map.of("epsilon", Attribute.of((float) norm.epsilon())),
            x,
            parameter(name + ".weight"),
            parameter(name + ".bias"),
            parameter(name + ".running_mean"),
            parameter(name + ".running_var"));
  }

  @Override
  public Value scale(String name, Scale scale, Value x) {
    // The constant has the parameter's own name already.
    return at(name).node("scale", Operator.MUL, x, parameter(name));
  }

  @Override
  public Value softmaxScale(String name, SoftmaxScale scale, Value x) {
    float factor = (float) softmax(weights.get(name).data(), scale.index());
    String scaled = name + "/" + scale.index();
    Value constant =
        graph.constant(scaled + ".softmax", new Tensor(List.of(), new float[] {factor}));
    return at(scaled).result(Operator.MUL, Map.of(), x, constant);
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

  // Sums and products

  @Override
  public Value add(Value a, Value b) {
    Scope scope = after(latest(a, b));
    if (layouts.isChannelsLastToo(a) && layouts.isChannelsLastToo(b)) {
      Value left = layouts.channelsLast(scope, a);
      Value right = layouts.channelsLast(scope, b);
      return layouts.channelsFirst(scope, scope.node("add", Operator.ADD, left, right), a);
    }
    return layouts.ofSizeOf(a, scope.node("add", Operator.ADD, a, b));
  }

  @Override
  public Value multiply(Value x, Value factors) {
    return after(latest(x, factors)).node("multiply", Operator.MUL, x, factors);
  }

  @Override
  public Value affine(Value x, Affine map) {
    Scope scope = after(x);
    Value result = x;
    if (map.factors().stream().anyMatch(factor -> factor != 1)) {
      result = scope.node("factor", Operator.MUL, result, perChannel(scope, map.factors()));
    }
    if (map.offsets().stream().anyMatch(offset -> offset != 0)) {
      result = scope.node("offset", Operator.ADD, result, perChannel(scope, map.offsets()));
    }
    return result == x ? x : layouts.ofSizeOf(x, result);
  }

  /** One number that holds for all channels, or one for each. */
  private Value perChannel(Scope scope, List<Double> numbers) {
    if (numbers.size() == 1) {
      return scope.number(numbers.get(0));
    }
    float[] values = new float[numbers.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = numbers.get(c).floatValue();
    }
    return scope.ownConstant("per_channel", new Tensor(List.of(1, values.length, 1, 1), values));
  }

  // Activations and gates

  @Override
  public Value activate(Activation activation, Value x) {
    Scope scope = after(x);
    return switch (activation.kind()) {
      case RELU -> scope.node("relu", Operator.RELU, x);
      case LEAKY_RELU ->
          layouts.ofSizeOf(
              x,
              scope.node(
                  "leaky_relu",
                  Operator.LEAKY_RELU,
                  Map.of("alpha", Attribute.of((float) activation.slope())),
                  x));
      case GELU -> gelu(scope, x);
      case SIGMOID -> scope.node("sigmoid", Operator.SIGMOID, x);
      case TANH -> scope.node("tanh", Operator.TANH, x);
    };
  }

  private Value gelu(Scope scope, Value x) {
    GeluGraph gelu = new GeluGraph(scope);
    return layouts.isChannelsLastToo(x)
        ? layouts.channelsFirst(scope, gelu.of(layouts.channelsLast(scope, x)), x)
        : layouts.ofSizeOf(x, gelu.of(x));
  }

  @Override
  public Value softmax(Value x) {
    return after(x).softmax("softmax", x);
  }

  @Override
  public List<Value> halves(Value x) {
    return after(x).halves("split", x);
  }

  // Attention

  @Override
  public Value transposedAttention(String temperature, TransposedAttention attention, Value qkv) {
    return new TransposedAttentionGraph(at(temperature))
        .attend(attention, parameter(temperature), qkv);
  }

  @Override
  public Value windowAttention(String name, WindowAttention attention, Value qkv) {
    String table = name + ".relative_position_bias_table";
    Optional<Tensor> bias =
        attention.positionBias() ? Optional.of(weights.get(table)) : Optional.empty();
    Scope scope = at(name);
    Value last = layouts.channelsLast(scope, qkv);
    Value mixed = windows.attend(name, attention, bias, last, layouts.sizeOf(qkv));
    return layouts.channelsFirst(scope, mixed, qkv);
  }

  @Override
  public Value crossAttention(CrossAttention attention, Value query, Value keysAndValues) {
    Scope scope = after(latest(query, keysAndValues)).within("attention");
    List<Value> halves = scope.halves("split", keysAndValues);
    return new CrossAttentionGraph(scope)
        .attend(attention.channels(), attention.heads(), query, halves.get(0), halves.get(1));
  }

  // Means

  @Override
  public Value globalAveragePool(Value x) {
    return after(x).node("mean", Operator.GLOBAL_AVERAGE_POOL, x);
  }

  @Override
  public Value localMeans(Value x, int rows, int columns) {
    return new LocalMeansGraph(after(x)).means(x, rows, columns);
  }

  @Override
  public Value coarseLocalMeans(Value x, CoarseWindow rows, CoarseWindow columns) {
    return new LocalMeansGraph(after(x)).coarseMeans(x, rows, columns);
  }

  @Override
  public Value multiplyAround(Value x, Value factors) {
    return new LocalMeansGraph(after(factors)).multiplyAround(x, factors);
  }

  // Height, width and channels

  @Override
  public Value concat(Value a, Value b) {
    Map<String, Attribute> channels = Map.of("axis", Attribute.of(1));
    return after(latest(a, b)).node("concat", Operator.CONCAT, channels, a, b);
  }

  @Override
  public Value maxPool(Value x) {
    Map<String, Attribute> blocks =
        Map.of("kernel_shape", Attribute.ofAll(2, 2), "strides", Attribute.ofAll(2, 2));
    return after(x).node("pool", Operator.MAX_POOL, blocks, x);
  }

  @Override
  public Value strideSample(Value x, int factor) {
    return new PadAndCrop(after(x)).strideSample(x, factor);
  }

  @Override
  public Value pixelShuffle(Value x, int factor) {
    // CRD is the order in which the channels of one result pixel lie side by side.
    Map<String, Attribute> blocks =
        Map.of("blocksize", Attribute.of(factor), "mode", Attribute.of("CRD"));
    return after(x).node("shuffle", Operator.DEPTH_TO_SPACE, blocks, x);
  }

  @Override
  public Value pixelUnshuffle(Value x, int factor) {
    Scope scope = after(x);
    Shapes shapes = new Shapes(scope);
    // SpaceToDepth lets the channel vary fastest: taken as an image of its own, each has just one.
    Value images = shapes.reshape("reshape", x, -1, 1, 0, 0);
    Map<String, Attribute> blocks = Map.of("blocksize", Attribute.of(factor));
    Value apart = scope.node("unshuffle", Operator.SPACE_TO_DEPTH, blocks, images);
    Value shape = shapes.joined(shapes.size(x, 0), shapes.whole(-1, 0, 0));
    return scope.node("reshape", Operator.RESHAPE, apart, shape);
  }

  @Override
  public Value resizeLike(Value x, Value reference) {
    Scope scope = after(x);
    Shapes shapes = new Shapes(scope);
    Map<String, Attribute> bilinear =
        Map.of(
            "mode", Attribute.of("linear"),
            "coordinate_transformation_mode", Attribute.of("half_pixel"));
    Value none = graph.nothing();
    Value size = shapes.joined(shapes.sizes(x, 0, 1), shapes.heightAndWidth(reference));
    return scope.node("resize", Operator.RESIZE, bilinear, x, none, none, size);
  }

  @Override
  public Value padToMultiple(Value x, int multiple, Padding padding) {
    return new PadAndCrop(after(x)).padToMultiple(x, multiple, padding);
  }

  @Override
  public Value cropLike(Value x, Value reference) {
    return new PadAndCrop(after(x)).cropLike(x, reference);
  }

  // Learnt feature maps

  @Override
  public Value mixture(String name, Prompt prompt, Value shares) {
    int side = prompt.side();
    Scope scope = at(name);
    Value maps = reshapedParameter(name, prompt.count(), prompt.channels() * side * side);
    Value mixed = scope.node("mixture", Operator.MATMUL, shares, maps);
    return new Shapes(scope).reshape("reshape", mixed, -1, prompt.channels(), side, side);
  }

  @Override
  public Value learntRows(String name, LearntRows rows, Value reference) {
    return new LearntRowsGraph(at(name + "/laid_out"))
        .of(parameter(name), rows.rows(), rows.channels(), reference);
  }

  @Override
  public Value addPositions(String name, Positions positions, Value x) {
    Scope scope = at(name);
    Value last = layouts.channelsLast(scope, x);
    Value values =
        reshapedParameter(name, 1, positions.height(), positions.width(), positions.channels());
    return layouts.channelsFirst(scope, scope.node("sum", Operator.ADD, last, values), x);
  }

  private Value parameter(String name) {
    return graph.constant(name, weights.get(name));
  }

  /** A parameter with its values in their order, but another shape. */
  private Value reshapedParameter(String name, Integer... shape) {
    return graph.constant(name, new Tensor(List.of(shape), weights.get(name).data()));
  }

  private Scope at(String path) {
    return new Scope(graph, path);
  }

  private Scope after(Value value) {
    return Scope.after(graph, value);
  }

  private static Value latest(Value a, Value b) {
    return a.isYoungerThan(b) ? a : b;
  }
}
