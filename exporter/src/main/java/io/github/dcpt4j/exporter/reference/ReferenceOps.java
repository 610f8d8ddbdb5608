package io.github.dcpt4j.exporter.reference;

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
import java.util.List;

/**
 * Computes every operation value by value from its definition, in double precision.
 *
 * <p>All operations throw {@link IllegalArgumentException} where an input does not fit, or where a
 * parameter is absent or has another shape than the operation needs.
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

  @Override
  public ReferenceTensor conv(String name, Conv conv, ReferenceTensor x) {
    require(x.channels() == conv.in(), name, x);
    int height = Convolution.resultSize(conv, x.height());
    int width = Convolution.resultSize(conv, x.width());
    require(height > 0 && width > 0, name, x);
    int groupInputs = conv.in() / conv.groups();
    float[] weight =
        parameter(name + ".weight", conv.out(), groupInputs, conv.kernel(), conv.kernel());
    float[] bias = conv.bias() ? parameter(name + ".bias", conv.out()) : new float[conv.out()];
    return new Convolution(conv, weight, bias).of(x);
  }

  @Override
  public ReferenceTensor channelNorm(String name, int channels, double epsilon, ReferenceTensor x) {
    require(x.channels() == channels, name, x);
    float[] weight = parameter(name + ".weight", channels);
    float[] bias = parameter(name + ".bias", channels);
    ReferenceTensor mean = mean(x);
    ReferenceTensor deviation = deviation(x, mean, epsilon);
    return like(
        x,
        (n, c, row, column) -> {
          double difference = x.at(n, c, row, column) - mean.at(n, 0, row, column);
          return weight[c] * difference / deviation.at(n, 0, row, column) + bias[c];
        });
  }

  @Override
  public ReferenceTensor channelNormWithoutMean(
      String name, int channels, double epsilon, ReferenceTensor x) {
    require(x.channels() == channels, name, x);
    float[] weight = parameter(name + ".weight", channels);
    ReferenceTensor deviation = deviation(x, mean(x), epsilon);
    return like(
        x,
        (n, c, row, column) ->
            weight[c] * x.at(n, c, row, column) / deviation.at(n, 0, row, column));
  }

  /** The mean over the channels of each pixel. */
  private static ReferenceTensor mean(ReferenceTensor x) {
    return ReferenceTensor.generate(
        x.batch(),
        1,
        x.height(),
        x.width(),
        (n, only, row, column) -> {
          double sum = 0;
          for (int c = 0; c < x.channels(); c++) {
            sum += x.at(n, c, row, column);
          }
          return sum / x.channels();
        });
  }

  private static ReferenceTensor deviation(
      ReferenceTensor x, ReferenceTensor mean, double epsilon) {
    return ReferenceTensor.generate(
        x.batch(),
        1,
        x.height(),
        x.width(),
        (n, only, row, column) -> {
          double sum = 0;
          for (int c = 0; c < x.channels(); c++) {
            double difference = x.at(n, c, row, column) - mean.at(n, 0, row, column);
            sum += difference * difference;
          }
          return Math.sqrt(sum / x.channels() + epsilon);
        });
  }

  @Override
  public ReferenceTensor channelScale(String name, int channels, ReferenceTensor x) {
    require(x.channels() == channels, name, x);
    float[] factor = parameter(name, 1, channels, 1, 1);
    return like(x, (n, c, row, column) -> factor[c] * x.at(n, c, row, column));
  }

  @Override
  public ReferenceTensor softmaxScale(String name, int count, int index, ReferenceTensor x) {
    float[] vector = parameter(name, count);
    double largest = Double.NEGATIVE_INFINITY;
    for (float entry : vector) {
      largest = Math.max(largest, entry);
    }
    double sum = 0;
    for (float entry : vector) {
      sum += Math.exp(entry - largest);
    }
    double factor = Math.exp(vector[index] - largest) / sum;
    return like(x, (n, c, row, column) -> factor * x.at(n, c, row, column));
  }

  @Override
  public ReferenceTensor linear(String name, int in, int out, ReferenceTensor x) {
    require(x.channels() == in && x.height() == 1 && x.width() == 1, name, x);
    float[] weight = parameter(name + ".weight", out, in);
    float[] bias = parameter(name + ".bias", out);
    return ReferenceTensor.generate(
        x.batch(),
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
  public ReferenceTensor add(ReferenceTensor a, ReferenceTensor b) {
    require(a.hasShapeOf(b), "a sum with " + b, a);
    return like(a, (n, c, row, column) -> a.at(n, c, row, column) + b.at(n, c, row, column));
  }

  @Override
  public ReferenceTensor multiply(ReferenceTensor x, ReferenceTensor factors) {
    if (factors.hasShapeOf(x)) {
      return like(
          x, (n, c, row, column) -> x.at(n, c, row, column) * factors.at(n, c, row, column));
    }
    boolean perChannel =
        factors.batch() == x.batch()
            && factors.channels() == x.channels()
            && factors.height() == 1
            && factors.width() == 1;
    require(perChannel, "a product with " + factors, x);
    return like(x, (n, c, row, column) -> x.at(n, c, row, column) * factors.at(n, c, 0, 0));
  }

  @Override
  public ReferenceTensor gate(ReferenceTensor x) {
    require(x.channels() % 2 == 0, "a gate", x);
    int half = x.channels() / 2;
    return ReferenceTensor.generate(
        x.batch(),
        half,
        x.height(),
        x.width(),
        (n, c, row, column) -> x.at(n, c, row, column) * x.at(n, half + c, row, column));
  }

  @Override
  public ReferenceTensor geluGate(ReferenceTensor x) {
    require(x.channels() % 2 == 0, "a gate", x);
    int half = x.channels() / 2;
    return ReferenceTensor.generate(
        x.batch(),
        half,
        x.height(),
        x.width(),
        (n, c, row, column) ->
            ErrorFunction.gelu(x.at(n, c, row, column)) * x.at(n, half + c, row, column));
  }

  @Override
  public ReferenceTensor channelAttention(
      String temperature, ChannelAttention attention, ReferenceTensor qkv) {
    int channels = attention.channels();
    int c = attention.headChannels();
    require(qkv.channels() == 3 * channels, temperature, qkv);
    float[] factor = parameter(temperature, attention.heads(), 1, 1);
    ReferenceTensor lengths =
        ReferenceTensor.generate(
            qkv.batch(), 2 * channels, 1, 1, (n, vector, row, column) -> length(qkv, n, vector));
    // Per head a matrix of queries by keys.
    ReferenceTensor products =
        ReferenceTensor.generate(
            qkv.batch(),
            attention.heads(),
            c,
            c,
            (n, head, i, j) -> {
              int query = head * c + i;
              int key = channels + head * c + j;
              double product = scalarProduct(qkv, n, query, key);
              return factor[head] * product / lengths.at(n, query, 0, 0) / lengths.at(n, key, 0, 0);
            });
    ReferenceTensor weights =
        attention.activation() == Activation.RELU ? relu(products) : softmaxOfRows(products);
    return ReferenceTensor.generate(
        qkv.batch(),
        channels,
        qkv.height(),
        qkv.width(),
        (n, out, row, column) -> {
          int head = out / c;
          double sum = 0;
          for (int j = 0; j < c; j++) {
            double value = qkv.at(n, 2 * channels + head * c + j, row, column);
            sum += weights.at(n, head, out % c, j) * value;
          }
          return sum;
        });
  }

  private static double length(ReferenceTensor x, int n, int channel) {
    return Math.max(
        Math.sqrt(scalarProduct(x, n, channel, channel)), ChannelAttention.SMALLEST_LENGTH);
  }

  private static double scalarProduct(ReferenceTensor x, int n, int a, int b) {
    double sum = 0;
    for (int row = 0; row < x.height(); row++) {
      for (int column = 0; column < x.width(); column++) {
        sum += x.at(n, a, row, column) * x.at(n, b, row, column);
      }
    }
    return sum;
  }

  private static ReferenceTensor softmaxOfRows(ReferenceTensor x) {
    return like(
        x,
        (n, c, row, column) -> {
          double largest = Double.NEGATIVE_INFINITY;
          for (int j = 0; j < x.width(); j++) {
            largest = Math.max(largest, x.at(n, c, row, j));
          }
          double sum = 0;
          for (int j = 0; j < x.width(); j++) {
            sum += Math.exp(x.at(n, c, row, j) - largest);
          }
          return Math.exp(x.at(n, c, row, column) - largest) / sum;
        });
  }

  @Override
  public ReferenceTensor softmax(ReferenceTensor x) {
    require(x.height() == 1 && x.width() == 1, "a soft-max of rows", x);
    ReferenceTensor rows = turned(x);
    return turned(softmaxOfRows(rows));
  }

  /** [N, K, 1, 1] to [N, 1, 1, K] and back. */
  private static ReferenceTensor turned(ReferenceTensor x) {
    return ReferenceTensor.generate(
        x.batch(), x.width(), 1, x.channels(), (n, c, row, column) -> x.at(n, column, 0, c));
  }

  @Override
  public ReferenceTensor mixture(String name, Prompt prompt, ReferenceTensor shares) {
    int count = prompt.count();
    int side = prompt.side();
    require(shares.channels() == count, name, shares);
    float[] maps = parameter(name, 1, count, prompt.channels(), side, side);
    return ReferenceTensor.generate(
        shares.batch(),
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
  public ReferenceTensor resizeLike(ReferenceTensor x, ReferenceTensor reference) {
    int height = reference.height();
    int width = reference.width();
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        height,
        width,
        (n, c, row, column) -> {
          double y = Math.max((row + 0.5) * x.height() / height - 0.5, 0);
          double z = Math.max((column + 0.5) * x.width() / width - 0.5, 0);
          int top = (int) y;
          int left = (int) z;
          int bottom = Math.min(top + 1, x.height() - 1);
          int right = Math.min(left + 1, x.width() - 1);
          double upper = mix(x.at(n, c, top, left), x.at(n, c, top, right), z - left);
          double lower = mix(x.at(n, c, bottom, left), x.at(n, c, bottom, right), z - left);
          return mix(upper, lower, y - top);
        });
  }

  private static double mix(double a, double b, double share) {
    return (1 - share) * a + share * b;
  }

  @Override
  public ReferenceTensor concat(ReferenceTensor a, ReferenceTensor b) {
    boolean fits = a.batch() == b.batch() && a.height() == b.height() && a.width() == b.width();
    require(fits, "a concatenation with " + b, a);
    return ReferenceTensor.generate(
        a.batch(),
        a.channels() + b.channels(),
        a.height(),
        a.width(),
        (n, c, row, column) ->
            c < a.channels() ? a.at(n, c, row, column) : b.at(n, c - a.channels(), row, column));
  }

  @Override
  public ReferenceTensor relu(ReferenceTensor x) {
    return like(x, (n, c, row, column) -> Math.max(x.at(n, c, row, column), 0));
  }

  @Override
  public ReferenceTensor gelu(ReferenceTensor x) {
    return like(x, (n, c, row, column) -> ErrorFunction.gelu(x.at(n, c, row, column)));
  }

  @Override
  public ReferenceTensor sigmoid(ReferenceTensor x) {
    return like(x, (n, c, row, column) -> 1 / (1 + Math.exp(-x.at(n, c, row, column))));
  }

  @Override
  public ReferenceTensor spatialMean(ReferenceTensor x) {
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        1,
        1,
        (n, c, top, left) -> {
          double sum = 0;
          for (int row = 0; row < x.height(); row++) {
            for (int column = 0; column < x.width(); column++) {
              sum += x.at(n, c, row, column);
            }
          }
          return sum / ((double) x.height() * x.width());
        });
  }

  @Override
  public ReferenceTensor localMeans(ReferenceTensor x, int rows, int columns) {
    int height = Math.min(rows, x.height());
    int width = Math.min(columns, x.width());
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        x.height() - height + 1,
        x.width() - width + 1,
        (n, c, top, left) -> {
          double sum = 0;
          for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
              sum += x.at(n, c, row, column);
            }
          }
          return sum / ((double) height * width);
        });
  }

  @Override
  public ReferenceTensor coarseLocalMeans(
      ReferenceTensor x, CoarseWindow rows, CoarseWindow columns) {
    if (rows.covers(x.height()) && columns.covers(x.width())) {
      return spatialMean(x);
    }
    int rowStep = rows.step(x.height());
    int columnStep = columns.step(x.width());
    int coarseHeight = (x.height() - 1) / rowStep;
    int coarseWidth = (x.width() - 1) / columnStep;
    require(coarseHeight > 0 && coarseWidth > 0, "a mean on every few pixels", x);
    ReferenceTensor coarse =
        ReferenceTensor.generate(
            x.batch(),
            x.channels(),
            coarseHeight,
            coarseWidth,
            (n, c, row, column) -> x.at(n, c, (row + 1) * rowStep, (column + 1) * columnStep));
    ReferenceTensor means =
        localMeans(coarse, rows.length() / rowStep, columns.length() / columnStep);
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        means.height() * rowStep,
        means.width() * columnStep,
        (n, c, row, column) -> means.at(n, c, row / rowStep, column / columnStep));
  }

  @Override
  public ReferenceTensor multiplyAround(ReferenceTensor x, ReferenceTensor factors) {
    boolean fits =
        factors.batch() == x.batch()
            && factors.channels() == x.channels()
            && factors.height() <= x.height()
            && factors.width() <= x.width();
    require(fits, "a product with " + factors, x);
    int top = (x.height() - factors.height()) / 2;
    int left = (x.width() - factors.width()) / 2;
    return like(
        x,
        (n, c, row, column) -> {
          int nearestRow = Math.min(Math.max(row - top, 0), factors.height() - 1);
          int nearestColumn = Math.min(Math.max(column - left, 0), factors.width() - 1);
          return x.at(n, c, row, column) * factors.at(n, c, nearestRow, nearestColumn);
        });
  }

  @Override
  public ReferenceTensor maxPool(ReferenceTensor x) {
    require(x.height() > 1 && x.width() > 1, "a maximum of 2 x 2 blocks", x);
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        x.height() / 2,
        x.width() / 2,
        (n, c, row, column) -> {
          double upper =
              Math.max(x.at(n, c, 2 * row, 2 * column), x.at(n, c, 2 * row, 2 * column + 1));
          double lower =
              Math.max(
                  x.at(n, c, 2 * row + 1, 2 * column), x.at(n, c, 2 * row + 1, 2 * column + 1));
          return Math.max(upper, lower);
        });
  }

  @Override
  public ReferenceTensor pixelShuffle(ReferenceTensor x, int factor) {
    require(factor > 1 && x.channels() % (factor * factor) == 0, "a pixel shuffle", x);
    return ReferenceTensor.generate(
        x.batch(),
        x.channels() / (factor * factor),
        x.height() * factor,
        x.width() * factor,
        (n, c, row, column) -> {
          int from = (c * factor + row % factor) * factor + column % factor;
          return x.at(n, from, row / factor, column / factor);
        });
  }

  @Override
  public ReferenceTensor padToMultiple(ReferenceTensor x, int multiple, Padding padding) {
    int height = nextMultiple(x.height(), multiple);
    int width = nextMultiple(x.width(), multiple);
    boolean reflectable = height < 2 * x.height() && width < 2 * x.width();
    require(padding == Padding.ZERO || reflectable, "a reflection to multiples of " + multiple, x);
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        height,
        width,
        (n, c, row, column) -> {
          if (padding == Padding.ZERO) {
            return x.isPixel(row, column) ? x.at(n, c, row, column) : 0;
          }
          return x.at(n, c, reflected(row, x.height()), reflected(column, x.width()));
        });
  }

  private static int nextMultiple(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
  }

  private static int reflected(int position, int size) {
    int last = size - 1;
    return last - Math.abs(last - position);
  }

  @Override
  public ReferenceTensor cropLike(ReferenceTensor x, ReferenceTensor reference) {
    boolean larger = x.height() >= reference.height() && x.width() >= reference.width();
    require(larger, "a crop to the size of " + reference, x);
    return ReferenceTensor.generate(
        x.batch(), x.channels(), reference.height(), reference.width(), x::at);
  }

  @Override
  public ReferenceTensor pixelUnshuffle(ReferenceTensor x, int factor) {
    boolean fits = factor > 1 && x.height() % factor == 0 && x.width() % factor == 0;
    require(fits, "a pixel unshuffle", x);
    return ReferenceTensor.generate(
        x.batch(),
        x.channels() * factor * factor,
        x.height() / factor,
        x.width() / factor,
        (n, c, row, column) -> {
          int i = c / factor % factor;
          int j = c % factor;
          return x.at(n, c / (factor * factor), row * factor + i, column * factor + j);
        });
  }

  @Override
  public ReferenceTensor leakyRelu(ReferenceTensor x, double slope) {
    return like(
        x,
        (n, c, row, column) -> {
          double value = x.at(n, c, row, column);
          return value > 0 ? value : slope * value;
        });
  }

  @Override
  public ReferenceTensor pixelLinear(
      String name, int in, int out, boolean bias, ReferenceTensor x) {
    require(x.channels() == in, name, x);
    float[] weight = parameter(name + ".weight", out, in);
    float[] offset = bias ? parameter(name + ".bias", out) : new float[out];
    return ReferenceTensor.generate(
        x.batch(),
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

  @Override
  public ReferenceTensor windowAttention(
      String name, WindowAttention attention, ReferenceTensor qkv) {
    int window = attention.window();
    boolean fits = qkv.height() % window == 0 && qkv.width() % window == 0;
    require(fits && qkv.channels() == 3 * attention.channels(), name, qkv);
    int heads = attention.heads();
    float[] table =
        attention.positionBias()
            ? parameter(
                name + ".relative_position_bias_table", attention.relativePositions(), heads)
            : new float[attention.relativePositions() * heads];
    return new ReferenceWindows(attention, qkv, table).attend();
  }

  @Override
  public ReferenceTensor channelAffine(
      ReferenceTensor x, List<Double> factors, List<Double> offsets) {
    boolean fits = factors.size() == x.channels() && offsets.size() == x.channels();
    require(fits, "factors %s and offsets %s".formatted(factors, offsets), x);
    return like(
        x, (n, c, row, column) -> factors.get(c) * x.at(n, c, row, column) + offsets.get(c));
  }

  @Override
  public ReferenceTensor addPositions(
      String name, int channels, int height, int width, ReferenceTensor x) {
    boolean fits = x.channels() == channels && x.height() == height && x.width() == width;
    require(fits, name, x);
    float[] positions = parameter(name, 1, height * width, channels);
    return like(
        x,
        (n, c, row, column) ->
            x.at(n, c, row, column) + positions[(row * width + column) * channels + c]);
  }

  @Override
  public ReferenceTensor decimate(ReferenceTensor x, int factor) {
    require(x.height() >= factor && x.width() >= factor, "a reduction by " + factor, x);
    return ReferenceTensor.generate(
        x.batch(),
        x.channels(),
        x.height() / factor,
        x.width() / factor,
        (n, c, row, column) -> x.at(n, c, row * factor, column * factor));
  }

  @Override
  public ReferenceTensor batchNorm(String name, int channels, double epsilon, ReferenceTensor x) {
    require(x.channels() == channels, name, x);
    float[] weight = parameter(name + ".weight", channels);
    float[] bias = parameter(name + ".bias", channels);
    float[] mean = parameter(name + ".running_mean", channels);
    float[] variance = parameter(name + ".running_var", channels);
    return like(
        x,
        (n, c, row, column) ->
            weight[c] * (x.at(n, c, row, column) - mean[c]) / Math.sqrt(variance[c] + epsilon)
                + bias[c]);
  }

  @Override
  public ReferenceTensor deformableConv(
      String name, int in, int out, ReferenceTensor x, ReferenceTensor steering) {
    require(x.channels() == in, name, x);
    ReferenceTensor steered =
        ReferenceTensor.generate(x.batch(), 27, x.height(), x.width(), (n, c, row, column) -> 0);
    require(steering.hasShapeOf(steered), name, steering);
    float[] weight = parameter(name + ".weight", out, in, 3, 3);
    return ReferenceTensor.generate(
        x.batch(),
        out,
        x.height(),
        x.width(),
        (n, o, row, column) -> {
          double sum = 0;
          for (int k = 0; k < 9; k++) {
            double y = row - 1 + k / 3 + steering.at(n, 2 * k, row, column);
            double left = column - 1 + k % 3 + steering.at(n, 2 * k + 1, row, column);
            double factor = 1 / (1 + Math.exp(-steering.at(n, 18 + k, row, column)));
            for (int i = 0; i < in; i++) {
              sum += weight[(o * in + i) * 9 + k] * factor * between(x, n, i, y, left);
            }
          }
          return sum;
        });
  }

  /** The bilinear value at a place between pixels; pixels outside of the image are zero. */
  private static double between(ReferenceTensor x, int n, int c, double y, double left) {
    int row = (int) Math.floor(y);
    int column = (int) Math.floor(left);
    double sum = 0;
    for (int i = row; i <= row + 1; i++) {
      for (int j = column; j <= column + 1; j++) {
        if (x.isPixel(i, j)) {
          sum += (1 - Math.abs(y - i)) * (1 - Math.abs(left - j)) * x.at(n, c, i, j);
        }
      }
    }
    return sum;
  }

  @Override
  public ReferenceTensor transposedConv(String name, int in, int out, ReferenceTensor x) {
    require(x.channels() == in, name, x);
    float[] weight = parameter(name + ".weight", in, out, 4, 4);
    float[] bias = parameter(name + ".bias", out);
    return ReferenceTensor.generate(
        x.batch(),
        out,
        2 * x.height(),
        2 * x.width(),
        (n, o, row, column) -> {
          double sum = bias[o];
          // Pixel i of the input reaches the rows 2 i - 1 to 2 i + 2.
          for (int i = Math.floorDiv(row - 1, 2); i <= (row + 1) / 2; i++) {
            for (int j = Math.floorDiv(column - 1, 2); j <= (column + 1) / 2; j++) {
              for (int c = 0; x.isPixel(i, j) && c < in; c++) {
                int tap = (row + 1 - 2 * i) * 4 + column + 1 - 2 * j;
                sum += weight[(c * out + o) * 16 + tap] * x.at(n, c, i, j);
              }
            }
          }
          return sum;
        });
  }

  @Override
  public ReferenceTensor attention(
      int channels, int heads, ReferenceTensor query, ReferenceTensor keysAndValues) {
    require(
        query.channels() == channels && channels % heads == 0,
        "attention of %d heads".formatted(heads),
        query);
    boolean fits =
        keysAndValues.batch() == query.batch() && keysAndValues.channels() == 2 * channels;
    require(fits, "attention", keysAndValues);
    int perHead = channels / heads;
    int width = query.width();
    int keyWidth = keysAndValues.width();
    int keys = keysAndValues.height() * keyWidth;
    ReferenceTensor likeness =
        ReferenceTensor.generate(
            query.batch(),
            heads,
            query.height() * width,
            keys,
            (n, head, pixel, key) -> {
              double sum = 0;
              for (int c = head * perHead; c < (head + 1) * perHead; c++) {
                double q = query.at(n, c, pixel / width, pixel % width);
                sum += q * keysAndValues.at(n, c, key / keyWidth, key % keyWidth);
              }
              return sum / Math.sqrt(perHead);
            });
    return like(
        query,
        (n, c, row, column) -> {
          int head = c / perHead;
          int pixel = row * width + column;
          double largest = Double.NEGATIVE_INFINITY;
          for (int key = 0; key < keys; key++) {
            largest = Math.max(largest, likeness.at(n, head, pixel, key));
          }
          double sum = 0;
          double total = 0;
          for (int key = 0; key < keys; key++) {
            double share = Math.exp(likeness.at(n, head, pixel, key) - largest);
            total += share;
            sum += share * keysAndValues.at(n, channels + c, key / keyWidth, key % keyWidth);
          }
          return sum / total;
        });
  }

  @Override
  public ReferenceTensor learntRows(
      String name, int rows, int channels, ReferenceTensor reference) {
    float[] table = parameter(name, 1, rows, channels);
    int height = reference.height();
    int width = reference.width();
    float rowsPerPixel = rows / (float) (height * width);
    return ReferenceTensor.generate(
        reference.batch(),
        channels,
        height,
        width,
        (n, c, row, column) -> {
          float place = (row * width + column) * rowsPerPixel;
          return table[Math.min(rows - 1, (int) place) * channels + c];
        });
  }

  @Override
  public ReferenceTensor affine(ReferenceTensor x, double factor, double offset) {
    return like(x, (n, c, row, column) -> factor * x.at(n, c, row, column) + offset);
  }

  @Override
  public ReferenceTensor tanh(ReferenceTensor x) {
    return like(x, (n, c, row, column) -> Math.tanh(x.at(n, c, row, column)));
  }

  private static ReferenceTensor like(ReferenceTensor x, ReferenceTensor.Cell cell) {
    return ReferenceTensor.generate(x.batch(), x.channels(), x.height(), x.width(), cell);
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

  private static void require(boolean condition, String name, ReferenceTensor x) {
    if (!condition) {
      throw new IllegalArgumentException("%s does not fit an input of %s".formatted(name, x));
    }
  }
}
