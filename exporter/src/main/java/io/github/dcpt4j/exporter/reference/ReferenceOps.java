package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
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

  // Convolutions and fully connected layers

  @Override
  public ReferenceTensor conv(String name, Conv conv, ReferenceTensor x) {
    x.require(x.channels() == conv.in(), name);
    int height = Convolution.resultSize(conv, x.height());
    int width = Convolution.resultSize(conv, x.width());
    x.require(height > 0 && width > 0, name);
    int groupInputs = conv.in() / conv.groups();
    float[] weight =
        parameter(name + ".weight", conv.out(), groupInputs, conv.kernel(), conv.kernel());
    float[] bias = conv.bias() ? parameter(name + ".bias", conv.out()) : new float[conv.out()];
    return new Convolution(conv, weight, bias).of(x);
  }

  @Override
  public ReferenceTensor transposedConv(String name, int in, int out, ReferenceTensor x) {
    x.require(x.channels() == in, name);
    float[] weight = parameter(name + ".weight", in, out, 4, 4);
    return new TransposedConvolution(weight, parameter(name + ".bias", out)).of(x);
  }

  @Override
  public ReferenceTensor deformableConv(
      String name, int in, int out, ReferenceTensor x, ReferenceTensor steering) {
    x.require(x.channels() == in, name);
    boolean fits =
        steering.batch() == x.batch()
            && steering.channels() == DeformableConvolution.STEERING_CHANNELS
            && steering.height() == x.height()
            && steering.width() == x.width();
    steering.require(fits, name);
    float[] weight = parameter(name + ".weight", out, in, 3, 3);
    return new DeformableConvolution(weight, out).of(x, steering);
  }

  @Override
  public ReferenceTensor linear(String name, int in, int out, ReferenceTensor x) {
    x.require(x.channels() == in && x.height() == 1 && x.width() == 1, name);
    float[] weight = parameter(name + ".weight", out, in);
    float[] bias = parameter(name + ".bias", out);
    return x.like(
        out,
        1,
        1,
        (n, o, row, column) -> {
          double sum = bias[o];
          for (int i = 0; i < in; i++) {
            sum += weight[o * in + i] * x.at(n, i, 0, 0);
          }
          return sum;
        });
  }

  @Override
  public ReferenceTensor linear(String name, int in, int out, boolean bias, ReferenceTensor x) {
    x.require(x.channels() == in, name);
    float[] weight = parameter(name + ".weight", out, in);
    float[] offset = bias ? parameter(name + ".bias", out) : new float[out];
    return x.like(
        out,
        x.height(),
        x.width(),
        (n, o, row, column) -> {
          double sum = offset[o];
          for (int i = 0; i < in; i++) {
            sum += weight[o * in + i] * x.at(n, i, row, column);
          }
          return sum;
        });
  }

  // Norms and learnt factors

  @Override
  public ReferenceTensor layerNorm2d(String name, int channels, double epsilon, ReferenceTensor x) {
    x.require(x.channels() == channels, name);
    float[] weight = parameter(name + ".weight", channels);
    float[] bias = parameter(name + ".bias", channels);
    ChannelStatistics statistics = ChannelStatistics.of(x, epsilon);
    return x.like(
        (n, c, row, column) -> {
          double difference = x.at(n, c, row, column) - statistics.mean().at(n, 0, row, column);
          return weight[c] * difference / statistics.deviation().at(n, 0, row, column) + bias[c];
        });
  }

  @Override
  public ReferenceTensor biasFreeLayerNorm(
      String name, int channels, double epsilon, ReferenceTensor x) {
    x.require(x.channels() == channels, name);
    float[] weight = parameter(name + ".weight", channels);
    ReferenceTensor deviation = ChannelStatistics.of(x, epsilon).deviation();
    return x.like(
        (n, c, row, column) ->
            weight[c] * x.at(n, c, row, column) / deviation.at(n, 0, row, column));
  }

  @Override
  public ReferenceTensor batchNorm(String name, int channels, double epsilon, ReferenceTensor x) {
    x.require(x.channels() == channels, name);
    float[] weight = parameter(name + ".weight", channels);
    float[] bias = parameter(name + ".bias", channels);
    float[] mean = parameter(name + ".running_mean", channels);
    float[] variance = parameter(name + ".running_var", channels);
    return x.like(
        (n, c, row, column) ->
            weight[c] * (x.at(n, c, row, column) - mean[c]) / Math.sqrt(variance[c] + epsilon)
                + bias[c]);
  }

  @Override
  public ReferenceTensor channelScale(String name, int channels, ReferenceTensor x) {
    x.require(x.channels() == channels, name);
    float[] factor = parameter(name, 1, channels, 1, 1);
    return x.like((n, c, row, column) -> factor[c] * x.at(n, c, row, column));
  }

  @Override
  public ReferenceTensor softmaxScale(String name, int count, int index, ReferenceTensor x) {
    float[] vector = parameter(name, count);
    double[] entries = IntStream.range(0, count).mapToDouble(i -> vector[i]).toArray();
    double factor = Softmax.of(entries)[index];
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
  public ReferenceTensor relu(ReferenceTensor x) {
    return x.like((n, c, row, column) -> Math.max(x.at(n, c, row, column), 0));
  }

  @Override
  public ReferenceTensor leakyRelu(ReferenceTensor x, double slope) {
    return x.like(
        (n, c, row, column) -> {
          double value = x.at(n, c, row, column);
          return value > 0 ? value : slope * value;
        });
  }

  @Override
  public ReferenceTensor gelu(ReferenceTensor x) {
    return x.like((n, c, row, column) -> ErrorFunction.gelu(x.at(n, c, row, column)));
  }

  @Override
  public ReferenceTensor sigmoid(ReferenceTensor x) {
    return x.like((n, c, row, column) -> 1 / (1 + Math.exp(-x.at(n, c, row, column))));
  }

  @Override
  public ReferenceTensor tanh(ReferenceTensor x) {
    return x.like((n, c, row, column) -> Math.tanh(x.at(n, c, row, column)));
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
  public ReferenceTensor simpleGate(ReferenceTensor x) {
    x.require(x.channels() % 2 == 0, "a gate");
    int half = x.channels() / 2;
    return x.like(
        half,
        x.height(),
        x.width(),
        (n, c, row, column) -> x.at(n, c, row, column) * x.at(n, half + c, row, column));
  }

  @Override
  public ReferenceTensor geluGate(ReferenceTensor x) {
    x.require(x.channels() % 2 == 0, "a gate");
    int half = x.channels() / 2;
    return x.like(
        half,
        x.height(),
        x.width(),
        (n, c, row, column) ->
            ErrorFunction.gelu(x.at(n, c, row, column)) * x.at(n, half + c, row, column));
  }

  // Attention

  @Override
  public ReferenceTensor transposedAttention(
      String temperature, TransposedAttention attention, ReferenceTensor qkv) {
    qkv.require(qkv.channels() == 3 * attention.channels(), temperature);
    float[] factors = parameter(temperature, attention.heads(), 1, 1);
    return new ReferenceTransposedAttention(attention, factors, qkv).attend();
  }

  @Override
  public ReferenceTensor windowAttention(
      String name, WindowAttention attention, ReferenceTensor qkv) {
    int window = attention.window();
    boolean fits = qkv.height() % window == 0 && qkv.width() % window == 0;
    qkv.require(fits && qkv.channels() == 3 * attention.channels(), name);
    int heads = attention.heads();
    float[] table =
        attention.positionBias()
            ? parameter(
                name + ".relative_position_bias_table", attention.relativePositions(), heads)
            : new float[attention.relativePositions() * heads];
    return new ReferenceWindowAttention(attention, qkv, table).attend();
  }

  @Override
  public ReferenceTensor crossAttention(
      int channels, int heads, ReferenceTensor query, ReferenceTensor keysAndValues) {
    query.require(
        query.channels() == channels && channels % heads == 0,
        "attention of %d heads".formatted(heads));
    boolean fits =
        keysAndValues.batch() == query.batch() && keysAndValues.channels() == 2 * channels;
    keysAndValues.require(fits, "attention");
    return new ReferenceCrossAttention(channels / heads, query, keysAndValues).attend();
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
    float[] maps = parameter(name, 1, count, prompt.channels(), side, side);
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
  public ReferenceTensor learntRows(
      String name, int rows, int channels, ReferenceTensor reference) {
    float[] table = parameter(name, 1, rows, channels);
    int height = reference.height();
    int width = reference.width();
    float rowsPerPixel = rows / (float) (height * width);
    return reference.like(
        channels,
        height,
        width,
        (n, c, row, column) -> {
          float place = (row * width + column) * rowsPerPixel;
          return table[Math.min(rows - 1, (int) place) * channels + c];
        });
  }

  @Override
  public ReferenceTensor addPositions(
      String name, int channels, int height, int width, ReferenceTensor x) {
    boolean fits = x.channels() == channels && x.height() == height && x.width() == width;
    x.require(fits, name);
    float[] positions = parameter(name, 1, height * width, channels);
    return x.like(
        (n, c, row, column) ->
            x.at(n, c, row, column) + positions[(row * width + column) * channels + c]);
  }

  private float[] parameter(String name, Integer... shape) {
    Tensor tensor = weights.get(name);
    List<Integer> needed = List.of(shape);
    if (!tensor.shape().equals(needed)) {
      throw new IllegalArgumentException(
          "the parameter '%s' has the shape %s, the network needs %s"
              .formatted(name, tensor.shape(), needed));
    }
    return tensor.data();
  }
}
