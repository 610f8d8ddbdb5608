package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.CrossAttention;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.ops.Layer;
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
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Computes every operation value by value from its definition, in double precision.
 *
 * <p>What takes more than one look has a class of its own. All operations throw {@link
 * IllegalArgumentException} where an input does not fit, or where a parameter is absent or has
 * another shape than the operation needs.
 */
public final class ReferenceOps implements Ops<ReferenceTensor> {

  private final Weights weights;

  /**
   * A back end that computes with the given parameters.
   *
   * @param weights all parameters that the networks to be run declare
   */
  public ReferenceOps(Weights weights) {
    this.weights = weights;
  }

  // Layers

  @Override
  public ReferenceTensor conv(String name, Conv conv, ReferenceTensor x) {
    x.require(x.channels() == conv.in(), name);
    int height = Convolution.resultSize(conv, x.height());
    int width = Convolution.resultSize(conv, x.width());
    x.require(height > 0 && width > 0, name);
    List<float[]> values = values(name, conv);
    float[] bias = conv.bias() ? values.get(1) : new float[conv.out()];
    return new Convolution(conv, values.get(0), bias).of(x);
  }

  @Override
  public ReferenceTensor transposedConv(String name, TransposedConv conv, ReferenceTensor x) {
    x.require(x.channels() == conv.in(), name);
    List<float[]> values = values(name, conv);
    return new TransposedConvolution(values.get(0), values.get(1)).of(x);
  }

  @Override
  public ReferenceTensor deformableConv(
      String name, DeformableConv conv, ReferenceTensor x, ReferenceTensor steering) {
    x.require(x.channels() == conv.in(), name);
    boolean fits =
        steering.batch() == x.batch()
            && steering.channels() == DeformableConvolution.STEERING_CHANNELS
            && steering.height() == x.height()
            && steering.width() == x.width();
    steering.require(fits, name);
    return new DeformableConvolution(value(name, conv), conv.out()).of(x, steering);
  }

  @Override
  public ReferenceTensor linear(String name, Linear linear, ReferenceTensor x) {
    x.require(x.channels() == linear.in(), name);
    x.require(!linear.rows() || x.height() == 1 && x.width() == 1, name);
    List<float[]> values = values(name, linear);
    float[] weight = values.get(0);
    float[] bias = linear.bias() ? values.get(1) : new float[linear.out()];
    return x.like(
        linear.out(),
        x.height(),
        x.width(),
        (n, o, row, column) -> {
          double sum = bias[o];
          for (int i = 0; i < linear.in(); i++) {
            sum += weight[o * linear.in() + i] * x.at(n, i, row, column);
          }
          return sum;
        });
  }

  @Override
  public ReferenceTensor norm(String name, Norm norm, ReferenceTensor x) {
    x.require(x.channels() == norm.channels(), name);
    List<float[]> values = values(name, norm);
    return switch (norm.kind()) {
      case LAYER -> layerNorm(norm, values.get(0), values.get(1), x);
      case BIAS_FREE -> biasFreeNorm(norm, values.get(0), x);
      case BATCH -> batchNorm(norm, values, x);
    };
  }

  private static ReferenceTensor layerNorm(
      Norm norm, float[] weight, float[] bias, ReferenceTensor x) {
    ChannelStatistics statistics = ChannelStatistics.of(x, norm.epsilon());
    return x.like(
        (n, c, row, column) -> {
          double difference = x.at(n, c, row, column) - statistics.mean().at(n, 0, row, column);
          return weight[c] * difference / statistics.deviation().at(n, 0, row, column) + bias[c];
        });
  }

  private static ReferenceTensor biasFreeNorm(Norm norm, float[] weight, ReferenceTensor x) {
    ReferenceTensor deviation = ChannelStatistics.of(x, norm.epsilon()).deviation();
    return x.like(
        (n, c, row, column) ->
            weight[c] * x.at(n, c, row, column) / deviation.at(n, 0, row, column));
  }

  private static ReferenceTensor batchNorm(Norm norm, List<float[]> values, ReferenceTensor x) {
    float[] weight = values.get(0);
    float[] bias = values.get(1);
    float[] mean = values.get(2);
    float[] variance = values.get(3);
    return x.like(
        (n, c, row, column) ->
            weight[c]
                    * (x.at(n, c, row, column) - mean[c])
                    / Math.sqrt(variance[c] + norm.epsilon())
                + bias[c]);
  }

  @Override
  public ReferenceTensor scale(String name, Scale scale, ReferenceTensor x) {
    x.require(x.channels() == scale.channels(), name);
    float[] factor = value(name, scale);
    return x.like((n, c, row, column) -> factor[c] * x.at(n, c, row, column));
  }

  @Override
  public ReferenceTensor softmaxScale(String name, SoftmaxScale scale, ReferenceTensor x) {
    float[] vector = value(name, scale);
    double[] entries = IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
    double factor = Softmax.of(entries)[scale.index()];
    return x.like((n, c, row, column) -> factor * x.at(n, c, row, column));
  }

  // Sums and products

  @Override
  public ReferenceTensor add(ReferenceTensor a, ReferenceTensor b) {
    a.require(a.hasShapeOf(b), "a sum with " + b);
    return a.like((n, c, row, column) -> a.at(n, c, row, column) + b.at(n, c, row, column));
  }

  @Override
  public ReferenceTensor multiply(ReferenceTensor x, ReferenceTensor factors) {
    if (factors.hasShapeOf(x)) {
      return x.like((n, c, row, column) -> x.at(n, c, row, column) * factors.at(n, c, row, column));
    }
    boolean perChannel =
        factors.batch() == x.batch()
            && factors.channels() == x.channels()
            && factors.height() == 1
            && factors.width() == 1;
    x.require(perChannel, "a product with " + factors);
    return x.like((n, c, row, column) -> x.at(n, c, row, column) * factors.at(n, c, 0, 0));
  }

  @Override
  public ReferenceTensor affine(ReferenceTensor x, Affine map) {
    x.require(map.fits(x.channels()), map.toString());
    return x.like((n, c, row, column) -> map.factor(c) * x.at(n, c, row, column) + map.offset(c));
  }

  // Activations and gates

  @Override
  public ReferenceTensor activate(Activation activation, ReferenceTensor x) {
    DoubleUnaryOperator function = function(activation);
    return x.like((n, c, row, column) -> function.applyAsDouble(x.at(n, c, row, column)));
  }

  private static DoubleUnaryOperator function(Activation activation) {
    return switch (activation.kind()) {
      case RELU -> value -> Math.max(value, 0);
      case LEAKY_RELU -> value -> value > 0 ? value : activation.slope() * value;
      case GELU -> ErrorFunction::gelu;
      case SIGMOID -> value -> 1 / (1 + Math.exp(-value));
      case TANH -> Math::tanh;
    };
  }

  @Override
  public ReferenceTensor softmax(ReferenceTensor x) {
    x.require(x.height() == 1 && x.width() == 1, "a soft-max of rows");
    return turned(Softmax.ofRows(turned(x)));
  }

  /** [N, K, 1, 1] to [N, 1, 1, K] and back. */
  private static ReferenceTensor turned(ReferenceTensor x) {
    return x.like(x.width(), 1, x.channels(), (n, c, row, column) -> x.at(n, column, 0, c));
  }

  @Override
  public List<ReferenceTensor> halves(ReferenceTensor x) {
    x.require(x.channels() % 2 == 0, "a division into halves");
    int half = x.channels() / 2;
    return List.of(channels(x, 0, half), channels(x, half, half));
  }

  private static ReferenceTensor channels(ReferenceTensor x, int first, int count) {
    return x.like(
        count, x.height(), x.width(), (n, c, row, column) -> x.at(n, first + c, row, column));
  }

  // Attention

  @Override
  public ReferenceTensor transposedAttention(
      String temperature, TransposedAttention attention, ReferenceTensor qkv) {
    qkv.require(qkv.channels() == 3 * attention.channels(), temperature);
    float[] factors = value(temperature, attention);
    return new ReferenceTransposedAttention(attention, factors, qkv).attend();
  }

  @Override
  public ReferenceTensor windowAttention(
      String name, WindowAttention attention, ReferenceTensor qkv) {
    int window = attention.window();
    boolean fits = qkv.height() % window == 0 && qkv.width() % window == 0;
    qkv.require(fits && qkv.channels() == 3 * attention.channels(), name);
    float[] table =
        attention.positionBias()
            ? value(name, attention)
            : new float[attention.relativePositions() * attention.heads()];
    return new ReferenceWindowAttention(attention, qkv, table).attend();
  }

  @Override
  public ReferenceTensor crossAttention(
      CrossAttention attention, ReferenceTensor query, ReferenceTensor keysAndValues) {
    query.require(query.channels() == attention.channels(), "a query");
    boolean fits =
        keysAndValues.batch() == query.batch()
            && keysAndValues.channels() == 2 * attention.channels();
    keysAndValues.require(fits, "attention");
    return new ReferenceCrossAttention(attention.headChannels(), query, keysAndValues).attend();
  }

  // Means

  @Override
  public ReferenceTensor globalAveragePool(ReferenceTensor x) {
    return ReferenceLocalMeans.means(x, x.height(), x.width());
  }

  @Override
  public ReferenceTensor localMeans(ReferenceTensor x, int rows, int columns) {
    return ReferenceLocalMeans.means(x, rows, columns);
  }

  @Override
  public ReferenceTensor coarseLocalMeans(
      ReferenceTensor x, CoarseWindow rows, CoarseWindow columns) {
    return ReferenceLocalMeans.coarseMeans(x, rows, columns);
  }

  @Override
  public ReferenceTensor multiplyAround(ReferenceTensor x, ReferenceTensor factors) {
    return ReferenceLocalMeans.multiplyAround(x, factors);
  }

  // Height, width and channels

  @Override
  public ReferenceTensor concat(ReferenceTensor a, ReferenceTensor b) {
    return ReferenceSizes.concat(a, b);
  }

  @Override
  public ReferenceTensor maxPool(ReferenceTensor x) {
    return ReferenceSizes.maxPool(x);
  }

  @Override
  public ReferenceTensor strideSample(ReferenceTensor x, int factor) {
    return ReferenceSizes.strideSample(x, factor);
  }

  @Override
  public ReferenceTensor pixelShuffle(ReferenceTensor x, int factor) {
    return ReferenceSizes.pixelShuffle(x, factor);
  }

  @Override
  public ReferenceTensor pixelUnshuffle(ReferenceTensor x, int factor) {
    return ReferenceSizes.pixelUnshuffle(x, factor);
  }

  @Override
  public ReferenceTensor resizeLike(ReferenceTensor x, ReferenceTensor reference) {
    return ReferenceSizes.resizeLike(x, reference);
  }

  @Override
  public ReferenceTensor padToMultiple(ReferenceTensor x, int multiple, Padding padding) {
    return ReferenceSizes.padToMultiple(x, multiple, padding);
  }

  @Override
  public ReferenceTensor cropLike(ReferenceTensor x, ReferenceTensor reference) {
    return ReferenceSizes.cropLike(x, reference);
  }

  // Learnt feature maps

  @Override
  public ReferenceTensor mixture(String name, Prompt prompt, ReferenceTensor shares) {
    int count = prompt.count();
    int side = prompt.side();
    shares.require(shares.channels() == count, name);
    float[] maps = value(name, prompt);
    return shares.like(
        prompt.channels(),
        side,
        side,
        (n, c, row, column) -> {
          double sum = 0;
          for (int k = 0; k < count; k++) {
            double value = maps[((k * prompt.channels() + c) * side + row) * side + column];
            sum += shares.at(n, k, 0, 0) * value;
          }
          return sum;
        });
  }

  @Override
  public ReferenceTensor learntRows(String name, LearntRows rows, ReferenceTensor reference) {
    float[] table = value(name, rows);
    int height = reference.height();
    int width = reference.width();
    float rowsPerPixel = rows.rows() / (float) (height * width);
    return reference.like(
        rows.channels(),
        height,
        width,
        (n, c, row, column) -> {
          float place = (row * width + column) * rowsPerPixel;
          return table[Math.min(rows.rows() - 1, (int) place) * rows.channels() + c];
        });
  }

  @Override
  public ReferenceTensor addPositions(String name, Positions positions, ReferenceTensor x) {
    int channels = positions.channels();
    int width = positions.width();
    boolean fits =
        x.channels() == channels && x.height() == positions.height() && x.width() == width;
    x.require(fits, name);
    float[] values = value(name, positions);
    return x.like(
        (n, c, row, column) ->
            x.at(n, c, row, column) + values[(row * width + column) * channels + c]);
  }

  /** The values of a layer's parameters, in the order in which it declares them. */
  private List<float[]> values(String name, Layer layer) {
    return layer.parameters(name).stream().map(this::checked).toList();
  }

  /** The values of a layer's only parameter. */
  private float[] value(String name, Layer layer) {
    return values(name, layer).get(0);
  }

  private float[] checked(Parameter parameter) {
    Tensor tensor = weights.get(parameter.name());
    if (!tensor.shape().equals(parameter.shape())) {
      throw new IllegalArgumentException(
          Text.of(
              "the parameter '%s' has the shape %s, the network needs %s",
              parameter.name(), tensor.shape(), parameter.shape()));
    }
    return tensor.data();
  }
}
