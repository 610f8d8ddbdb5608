package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import io.github.dcpt4j.exporter.network.ChannelAttention;
import io.github.dcpt4j.exporter.network.ChannelAttention.Activation;
import io.github.dcpt4j.exporter.network.CoarseWindow;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Padding;
import io.github.dcpt4j.exporter.network.Prompt;
import io.github.dcpt4j.exporter.network.WindowAttention;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes with DJL's tensors; gradients flow to the parameters. Fastest where the image's memory
 * is channels-last, which every operation here keeps.
 */
public final class DjlOps implements Ops<NDArray> {

  private static final Shape TWO = new Shape(2, 2);
  private static final Shape ZERO = new Shape(0, 0);
  private static final Shape ONE = new Shape(1, 1);
  private static final int[] CHANNELS_LAST = {-1};

  /**
   * Which of the four taps of a doubling kernel meet the pixel before, the pixel itself and the
   * pixel after: for the first of the two pixels that one becomes, then for the second.
   */
  private static final float[] DOUBLING_TAPS = {
    0, 0, 0, 1, //
    0, 1, 0, 0, //
    0, 0, 0, 0, //
    0, 0, 0, 0, //
    0, 0, 1, 0, //
    1, 0, 0, 0
  };

  private final Map<String, NDArray> parameters;

  /**
   * @param parameters the parameters by their official names, in their declared shapes
   */
  public DjlOps(Map<String, NDArray> parameters) {
    this.parameters = Map.copyOf(parameters);
  }

  private NDArray parameter(String name) {
    NDArray parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("there is no parameter '%s'".formatted(name));
    }
    return parameter;
  }

  @Override
  public NDArray conv(String name, Conv conv, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    NDArray bias = conv.bias() ? parameter(name + ".bias") : null;
    Shape stride = new Shape(conv.stride(), conv.stride());
    Shape padding = new Shape(conv.padding(), conv.padding());
    return Conv2d.conv2d(x, weight, bias, stride, padding, ONE, conv.groups()).singletonOrThrow();
  }

  @Override
  public NDArray channelNorm(String name, int channels, double epsilon, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    NDArray bias = parameter(name + ".bias");
    // Channels-last memory makes both transpositions free.
    return LayerNorm.layerNorm(
            x.transpose(0, 2, 3, 1), new Shape(channels), weight, bias, (float) epsilon)
        .singletonOrThrow()
        .transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray channelNormWithoutMean(String name, int channels, double epsilon, NDArray x) {
    NDArray pixels = x.transpose(0, 2, 3, 1);
    NDArray centred = pixels.sub(pixels.mean(CHANNELS_LAST, true));
    NDArray deviation = centred.square().mean(CHANNELS_LAST, true).add((float) epsilon).sqrt();
    return pixels.div(deviation).mul(parameter(name + ".weight")).transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray channelScale(String name, int channels, NDArray x) {
    return x.mul(parameter(name));
  }

  @Override
  public NDArray softmaxScale(String name, int count, int index, NDArray x) {
    return x.mul(parameter(name).softmax(0).split(count).get(index));
  }

  @Override
  public NDArray linear(String name, int in, int out, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    return x.reshape(-1, in).matMul(weight.transpose()).add(parameter(name + ".bias"));
  }

  @Override
  public NDArray add(NDArray a, NDArray b) {
    return a.add(b);
  }

  @Override
  public NDArray multiply(NDArray x, NDArray factors) {
    return x.mul(factors);
  }

  @Override
  public NDArray gate(NDArray x) {
    NDList halves = x.split(2, 1);
    return halves.get(0).mul(halves.get(1));
  }

  @Override
  public NDArray geluGate(NDArray x) {
    NDList halves = x.split(2, 1);
    return halves.get(0).getNDArrayInternal().gelu().mul(halves.get(1));
  }

  @Override
  public NDArray channelAttention(String temperature, ChannelAttention attention, NDArray qkv) {
    Shape shape = qkv.getShape();
    long n = shape.get(0);
    long heads = attention.heads();
    NDList parts = qkv.reshape(n, 3 * heads, attention.headChannels(), -1).split(3, 1);
    NDArray queries = parts.get(0).normalize(2, -1, ChannelAttention.SMALLEST_LENGTH);
    NDArray keys = parts.get(1).normalize(2, -1, ChannelAttention.SMALLEST_LENGTH);
    NDArray products = queries.matMul(keys.transpose(0, 1, 3, 2)).mul(parameter(temperature));
    NDArray weights =
        attention.activation() == Activation.RELU ? relu(products) : products.softmax(-1);
    return weights
        .matMul(parts.get(2))
        .reshape(n, attention.channels(), shape.get(2), shape.get(3));
  }

  @Override
  public NDArray softmax(NDArray x) {
    return x.softmax(-1);
  }

  @Override
  public NDArray mixture(String name, Prompt prompt, NDArray shares) {
    return shares
        .matMul(parameter(name).reshape(prompt.count(), -1))
        .reshape(-1, prompt.channels(), prompt.side(), prompt.side());
  }

  @Override
  public NDArray resizeLike(NDArray x, NDArray reference) {
    // DJL's own interpolation always filters against aliasing: two matrix products do not.
    NDArray rows = interpolation(x, 2, reference);
    NDArray columns = interpolation(x, 3, reference);
    return rows.matMul(x).matMul(columns.transpose());
  }

  /** The weights [new size, old size] that interpolate along an axis. */
  private static NDArray interpolation(NDArray x, int axis, NDArray reference) {
    int from = Math.toIntExact(x.getShape().get(axis));
    int to = Math.toIntExact(reference.getShape().get(axis));
    float[] weights = new float[to * from];
    for (int i = 0; i < to; i++) {
      double position = Math.max((i + 0.5) * from / to - 0.5, 0);
      int lower = (int) position;
      int upper = Math.min(lower + 1, from - 1);
      weights[i * from + lower] += (float) (1 - (position - lower));
      weights[i * from + upper] += (float) (position - lower);
    }
    return x.getManager().create(weights, new Shape(to, from));
  }

  @Override
  public NDArray concat(NDArray a, NDArray b) {
    return a.concat(b, 1);
  }

  @Override
  public NDArray relu(NDArray x) {
    return x.getNDArrayInternal().relu();
  }

  @Override
  public NDArray gelu(NDArray x) {
    return x.getNDArrayInternal().gelu();
  }

  @Override
  public NDArray sigmoid(NDArray x) {
    return x.getNDArrayInternal().sigmoid();
  }

  @Override
  public NDArray spatialMean(NDArray x) {
    return Pool.globalAvgPool2d(x).expandDims(2).expandDims(3);
  }

  @Override
  public NDArray localMeans(NDArray x, int rows, int columns) {
    long height = Math.min(rows, x.getShape().get(2));
    long width = Math.min(columns, x.getShape().get(3));
    return scaled(windowSums(windowSums(x, 2, height), 3, width), 1f / (height * width));
  }

  /** Running sums at the windows' ends less those before their beginnings. */
  private static NDArray windowSums(NDArray x, int axis, long length) {
    long size = x.getShape().get(axis);
    if (length == size) {
      return x.sum(new int[] {axis}, true);
    }
    NDArray running = x.cumSum(axis);
    NDArray first = slice(running, axis, length - 1, length);
    NDArray others = slice(running, axis, length, size).sub(slice(running, axis, 0, size - length));
    return first.concat(others, axis);
  }

  @Override
  public NDArray coarseLocalMeans(NDArray x, CoarseWindow rows, CoarseWindow columns) {
    int height = Math.toIntExact(x.getShape().get(2));
    int width = Math.toIntExact(x.getShape().get(3));
    if (rows.covers(height) && columns.covers(width)) {
      return spatialMean(x);
    }
    int rowStep = rows.step(height);
    int columnStep = columns.step(width);
    NDIndex grid =
        new NDIndex()
            .addAllDim()
            .addAllDim()
            .addSliceDim(rowStep, height, rowStep)
            .addSliceDim(columnStep, width, columnStep);
    return localMeans(x.get(grid), rows.length() / rowStep, columns.length() / columnStep)
        .repeat(2, rowStep)
        .repeat(3, columnStep);
  }

  @Override
  public NDArray multiplyAround(NDArray x, NDArray factors) {
    NDArray rows = extended(factors, 2, x.getShape().get(2));
    return x.mul(extended(rows, 3, x.getShape().get(3)));
  }

  /** Repeats the outermost values along an axis; a single one holds for all as it is. */
  private static NDArray extended(NDArray x, int axis, long size) {
    long inner = x.getShape().get(axis);
    if (inner == 1 || inner == size) {
      return x;
    }
    long before = (size - inner) / 2;
    NDArray last = slice(x, axis, inner - 1, inner);
    NDArray extended = x.concat(last.repeat(axis, size - inner - before), axis);
    return before == 0
        ? extended
        : slice(x, axis, 0, 1).repeat(axis, before).concat(extended, axis);
  }

  @Override
  public NDArray maxPool(NDArray x) {
    return Pool.maxPool2d(x, TWO, TWO, ZERO, false);
  }

  @Override
  public NDArray pixelShuffle(NDArray x, int factor) {
    Shape shape = x.getShape();
    long n = shape.get(0);
    long c = shape.get(1) / ((long) factor * factor);
    long h = shape.get(2);
    long w = shape.get(3);
    // By way of channels-last, so that what follows finds its memory in the fast order.
    return x.transpose(0, 2, 3, 1)
        .reshape(n, h, w, c, factor, factor)
        .transpose(0, 1, 4, 2, 5, 3)
        .reshape(n, h * factor, w * factor, c)
        .transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray padToMultiple(NDArray x, int multiple, Padding padding) {
    long rows = Math.floorMod(-x.getShape().get(2), (long) multiple);
    long columns = Math.floorMod(-x.getShape().get(3), (long) multiple);
    if (padding == Padding.ZERO) {
      // The innermost axis comes first: left, right, top, bottom.
      return x.pad(new Shape(0, columns, 0, rows), 0);
    }
    return reflected(reflected(x, 2, rows), 3, columns);
  }

  /** Appends the mirror image of what lies before the last row (axis 2) or column (axis 3). */
  private static NDArray reflected(NDArray x, int axis, long count) {
    long last = x.getShape().get(axis) - 1;
    if (count > last) {
      throw new IllegalArgumentException(
          "%d rows or columns cannot be reflected from %s".formatted(count, x.getShape()));
    }
    if (count == 0) {
      return x;
    }
    return x.concat(slice(x, axis, last - count, last).flip(axis), axis);
  }

  @Override
  public NDArray cropLike(NDArray x, NDArray reference) {
    NDArray rows = slice(x, 2, 0, reference.getShape().get(2));
    return slice(rows, 3, 0, reference.getShape().get(3));
  }

  private static NDArray slice(NDArray x, int axis, long from, long to) {
    NDIndex index = new NDIndex();
    for (int before = 0; before < axis; before++) {
      index.addAllDim();
    }
    return x.get(index.addSliceDim(from, to));
  }

  @Override
  public NDArray pixelUnshuffle(NDArray x, int factor) {
    Shape shape = x.getShape();
    long n = shape.get(0);
    long c = shape.get(1);
    long h = shape.get(2) / factor;
    long w = shape.get(3) / factor;
    return x.transpose(0, 2, 3, 1)
        .reshape(n, h, factor, w, factor, c)
        .transpose(0, 1, 3, 5, 2, 4)
        .reshape(n, h, w, c * factor * factor)
        .transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray leakyRelu(NDArray x, double slope) {
    return x.getNDArrayInternal().leakyRelu((float) slope);
  }

  @Override
  public NDArray pixelLinear(String name, int in, int out, boolean bias, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    NDArray offset = bias ? parameter(name + ".bias") : null;
    return Linear.linear(x.transpose(0, 2, 3, 1), weight, offset)
        .singletonOrThrow()
        .transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray windowAttention(String name, WindowAttention attention, NDArray qkv) {
    Optional<NDArray> bias =
        attention.positionBias()
            ? Optional.of(parameter(name + ".relative_position_bias_table"))
            : Optional.empty();
    return DjlWindows.attend(attention, bias, qkv.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray channelAffine(NDArray x, List<Double> factors, List<Double> offsets) {
    return x.mul(perChannel(x.getManager(), factors)).add(perChannel(x.getManager(), offsets));
  }

  private static NDArray perChannel(NDManager manager, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = numbers.get(c).floatValue();
    }
    return manager.create(values, new Shape(1, values.length, 1, 1));
  }

  @Override
  public NDArray addPositions(String name, int channels, int height, int width, NDArray x) {
    if (x.getShape().get(2) != height || x.getShape().get(3) != width) {
      throw new IllegalArgumentException(
          "%s is for %d x %d pixels, not for %s".formatted(name, height, width, x.getShape()));
    }
    NDArray positions = parameter(name).reshape(1, height, width, channels);
    return x.add(positions.transpose(0, 3, 1, 2));
  }

  @Override
  public NDArray decimate(NDArray x, int factor) {
    long height = x.getShape().get(2) / factor * factor;
    long width = x.getShape().get(3) / factor * factor;
    NDIndex firsts = new NDIndex().addAllDim(2);
    return x.get(firsts.addSliceDim(0, height, factor).addSliceDim(0, width, factor));
  }

  @Override
  public NDArray batchNorm(String name, int channels, double epsilon, NDArray x) {
    return BatchNorm.batchNorm(
            x,
            parameter(name + ".running_mean"),
            parameter(name + ".running_var"),
            parameter(name + ".weight"),
            parameter(name + ".bias"),
            1,
            0f,
            (float) epsilon,
            false)
        .singletonOrThrow();
  }

  @Override
  public NDArray deformableConv(String name, int in, int out, NDArray x, NDArray steering) {
    long n = x.getShape().get(0);
    long h = x.getShape().get(2);
    long w = x.getShape().get(3);
    NDList steered = steering.transpose(0, 2, 3, 1).split(new long[] {18}, 3);
    NDList shifts = steered.get(0).reshape(n, h, w, 9, 2).split(2, 4);
    NDManager manager = x.getManager();
    NDArray rows = manager.create(tapRows(h), new Shape(1, h, 1, 9));
    NDArray columns = manager.create(tapColumns(w), new Shape(1, 1, w, 9));
    Sampling places =
        new Sampling(
            shifts.get(0).squeeze(4).add(rows), shifts.get(1).squeeze(4).add(columns), h, w);
    NDArray factors = sigmoid(steered.get(1)).expandDims(4);
    NDArray taps = places.of(x).mul(factors).reshape(n * h * w, 9L * in);
    // [out, in, taps] in the order of the sampled values: taps, then channels.
    NDArray weight = parameter(name + ".weight").reshape(out, in, 9).transpose(2, 1, 0);
    return taps.matMul(weight.reshape(9L * in, out)).reshape(n, h, w, out).transpose(0, 3, 1, 2);
  }

  /** The rows that the nine taps of every row read when nothing shifts them. */
  private static float[] tapRows(long height) {
    float[] rows = new float[Math.toIntExact(height * 9)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / 9 + i % 9 / 3 - 1;
    }
    return rows;
  }

  private static float[] tapColumns(long width) {
    float[] columns = new float[Math.toIntExact(width * 9)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i / 9 + i % 3 - 1;
    }
    return columns;
  }

  @Override
  public NDArray transposedConv(String name, int in, int out, NDArray x) {
    // Each of the four pixels that one becomes is a 2 x 2 convolution: all are one of 3 x 3.
    NDArray places = x.getManager().create(DOUBLING_TAPS, new Shape(6, 4));
    NDArray kernels =
        places
            .matMul(parameter(name + ".weight").reshape((long) in * out, 4, 4))
            .matMul(places.transpose())
            .reshape(in, out, 2, 3, 2, 3)
            .transpose(1, 2, 4, 0, 3, 5)
            .reshape(out * 4L, in, 3, 3);
    NDArray shuffled =
        pixelShuffle(Conv2d.conv2d(x, kernels, null, ONE, ONE, ONE, 1).singletonOrThrow(), 2);
    return shuffled.add(parameter(name + ".bias").reshape(1, out, 1, 1));
  }

  @Override
  public NDArray attention(int channels, int heads, NDArray query, NDArray keysAndValues) {
    Shape shape = query.getShape();
    NDList halves = keysAndValues.split(2, 1);
    NDArray q = byHead(channels, heads, query);
    NDArray k = byHead(channels, heads, halves.get(0));
    NDArray v = byHead(channels, heads, halves.get(1));
    float scale = (float) (1 / Math.sqrt((double) channels / heads));
    NDArray shares = scaled(q.matMul(k.transpose(0, 1, 3, 2)), scale).softmax(-1);
    return shares
        .matMul(v)
        .transpose(0, 2, 1, 3)
        .reshape(shape.get(0), shape.get(2), shape.get(3), channels)
        .transpose(0, 3, 1, 2);
  }

  /** [N, C, H, W] as [N, heads, H W, C / heads]. */
  private static NDArray byHead(int channels, int heads, NDArray x) {
    return x.transpose(0, 2, 3, 1)
        .reshape(x.getShape().get(0), -1, heads, channels / heads)
        .transpose(0, 2, 1, 3);
  }

  @Override
  public NDArray learntRows(String name, int rows, int channels, NDArray reference) {
    long n = reference.getShape().get(0);
    long h = reference.getShape().get(2);
    long w = reference.getShape().get(3);
    long[] taken = new long[Math.toIntExact(h * w)];
    float rowsPerPixel = rows / (float) taken.length;
    for (int pixel = 0; pixel < taken.length; pixel++) {
      taken[pixel] = Math.min(rows - 1, (long) (pixel * rowsPerPixel));
    }
    NDArray indices = reference.getManager().create(taken);
    NDArray table = parameter(name).reshape(rows, channels);
    return Embedding.embedding(indices, table, SparseFormat.DENSE)
        .singletonOrThrow()
        .reshape(1, h, w, channels)
        .transpose(0, 3, 1, 2)
        .broadcast(n, channels, h, w);
  }

  @Override
  public NDArray affine(NDArray x, double factor, double offset) {
    NDArray product = scaled(x, (float) factor);
    return offset == 0 ? product : product.add((float) offset);
  }

  /**
   * Multiplies by a constant that lives as long as x's manager. DJL keeps a plain number's memory
   * only until the garbage collector runs, which may be before the backward pass reads it again.
   */
  private static NDArray scaled(NDArray x, float factor) {
    return x.mul(x.getManager().create(factor));
  }

  @Override
  public NDArray tanh(NDArray x) {
    return x.tanh();
  }
}
