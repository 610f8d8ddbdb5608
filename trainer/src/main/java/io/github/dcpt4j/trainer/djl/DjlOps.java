package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
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
import io.github.dcpt4j.sdk.text.Text;
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

  // Layers

  @Override
  public NDArray conv(String name, Conv conv, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    NDArray bias = conv.bias() ? parameter(name + ".bias") : null;
    Shape stride = new Shape(conv.stride(), conv.stride());
    Shape padding = new Shape(conv.padding(), conv.padding());
    return Conv2d.conv2d(x, weight, bias, stride, padding, ONE, conv.groups()).singletonOrThrow();
  }

  @Override
  public NDArray transposedConv(String name, TransposedConv conv, NDArray x) {
    int in = conv.in();
    int out = conv.out();
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
  public NDArray deformableConv(String name, DeformableConv conv, NDArray x, NDArray steering) {
    return DjlDeformableConv.of(parameter(name + ".weight"), x, steering);
  }

  @Override
  public NDArray linear(String name, Linear linear, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    NDArray bias = linear.bias() ? parameter(name + ".bias") : null;
    if (linear.rows()) {
      NDArray product = x.reshape(-1, linear.in()).matMul(weight.transpose());
      return bias == null ? product : product.add(bias);
    }
    return ai.djl.nn.core.Linear.linear(x.transpose(0, 2, 3, 1), weight, bias)
        .singletonOrThrow()
        .transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray norm(String name, Norm norm, NDArray x) {
    return switch (norm.kind()) {
      case LAYER -> layerNorm(name, norm, x);
      case BIAS_FREE -> biasFreeNorm(name, norm, x);
      case BATCH -> batchNorm(name, norm, x);
    };
  }

  private NDArray layerNorm(String name, Norm norm, NDArray x) {
    NDArray weight = parameter(name + ".weight");
    NDArray bias = parameter(name + ".bias");
    // Channels-last memory makes both transpositions free.
    return LayerNorm.layerNorm(
            x.transpose(0, 2, 3, 1),
            new Shape(norm.channels()),
            weight,
            bias,
            (float) norm.epsilon())
        .singletonOrThrow()
        .transpose(0, 3, 1, 2);
  }

  private NDArray biasFreeNorm(String name, Norm norm, NDArray x) {
    NDArray pixels = x.transpose(0, 2, 3, 1);
    NDArray centred = pixels.sub(pixels.mean(CHANNELS_LAST, true));
    NDArray deviation =
        centred.square().mean(CHANNELS_LAST, true).add((float) norm.epsilon()).sqrt();
    return pixels.div(deviation).mul(parameter(name + ".weight")).transpose(0, 3, 1, 2);
  }

  private NDArray batchNorm(String name, Norm norm, NDArray x) {
    return BatchNorm.batchNorm(
            x,
            parameter(name + ".running_mean"),
            parameter(name + ".running_var"),
            parameter(name + ".weight"),
            parameter(name + ".bias"),
            1,
            0f,
            (float) norm.epsilon(),
            false)
        .singletonOrThrow();
  }

  @Override
  public NDArray scale(String name, Scale scale, NDArray x) {
    return x.mul(parameter(name));
  }

  @Override
  public NDArray softmaxScale(String name, SoftmaxScale scale, NDArray x) {
    return x.mul(parameter(name).softmax(0).split(scale.count()).get(scale.index()));
  }

  // Sums and products

  @Override
  public NDArray add(NDArray a, NDArray b) {
    return a.add(b);
  }

  @Override
  public NDArray multiply(NDArray x, NDArray factors) {
    return x.mul(factors);
  }

  @Override
  public NDArray affine(NDArray x, Affine map) {
    NDManager manager = x.getManager();
    return x.mul(Constants.perChannel(manager, map.factors()))
        .add(Constants.perChannel(manager, map.offsets()));
  }

  // Activations and gates

  @Override
  public NDArray activate(Activation activation, NDArray x) {
    return switch (activation.kind()) {
      case RELU -> x.getNDArrayInternal().relu();
      case LEAKY_RELU -> x.getNDArrayInternal().leakyRelu((float) activation.slope());
      case GELU -> x.getNDArrayInternal().gelu();
      case SIGMOID -> x.getNDArrayInternal().sigmoid();
      case TANH -> x.tanh();
    };
  }

  @Override
  public NDArray softmax(NDArray x) {
    return x.softmax(-1);
  }

  @Override
  public List<NDArray> halves(NDArray x) {
    return x.split(2, 1);
  }

  // Attention

  @Override
  public NDArray transposedAttention(
      String temperature, TransposedAttention attention, NDArray qkv) {
    return DjlTransposedAttention.attend(attention, parameter(temperature), qkv);
  }

  @Override
  public NDArray windowAttention(String name, WindowAttention attention, NDArray qkv) {
    Optional<NDArray> bias =
        attention.positionBias()
            ? Optional.of(parameter(name + ".relative_position_bias_table"))
            : Optional.empty();
    return DjlWindowAttention.attend(attention, bias, qkv.transpose(0, 2, 3, 1))
        .transpose(0, 3, 1, 2);
  }

  @Override
  public NDArray crossAttention(CrossAttention attention, NDArray query, NDArray keysAndValues) {
    NDList halves = keysAndValues.split(2, 1);
    return DjlCrossAttention.attend(
        attention.channels(), attention.heads(), query, halves.get(0), halves.get(1));
  }

  // Means

  @Override
  public NDArray globalAveragePool(NDArray x) {
    return Pool.globalAvgPool2d(x).expandDims(2).expandDims(3);
  }

  @Override
  public NDArray localMeans(NDArray x, int rows, int columns) {
    return DjlLocalMeans.means(x, rows, columns);
  }

  @Override
  public NDArray coarseLocalMeans(NDArray x, CoarseWindow rows, CoarseWindow columns) {
    return DjlLocalMeans.coarseMeans(x, rows, columns);
  }

  @Override
  public NDArray multiplyAround(NDArray x, NDArray factors) {
    return DjlLocalMeans.multiplyAround(x, factors);
  }

  // Height, width and channels

  @Override
  public NDArray concat(NDArray a, NDArray b) {
    return a.concat(b, 1);
  }

  @Override
  public NDArray maxPool(NDArray x) {
    return Pool.maxPool2d(x, TWO, TWO, ZERO, false);
  }

  @Override
  public NDArray strideSample(NDArray x, int factor) {
    return DjlSizes.strideSample(x, factor);
  }

  @Override
  public NDArray pixelShuffle(NDArray x, int factor) {
    return DjlSizes.pixelShuffle(x, factor);
  }

  @Override
  public NDArray pixelUnshuffle(NDArray x, int factor) {
    return DjlSizes.pixelUnshuffle(x, factor);
  }

  @Override
  public NDArray resizeLike(NDArray x, NDArray reference) {
    return DjlSizes.resizeLike(x, reference);
  }

  @Override
  public NDArray padToMultiple(NDArray x, int multiple, Padding padding) {
    return DjlSizes.padToMultiple(x, multiple, padding);
  }

  @Override
  public NDArray cropLike(NDArray x, NDArray reference) {
    return DjlSizes.cropLike(x, reference);
  }

  // Learnt feature maps

  @Override
  public NDArray mixture(String name, Prompt prompt, NDArray shares) {
    return shares
        .matMul(parameter(name).reshape(prompt.count(), -1))
        .reshape(-1, prompt.channels(), prompt.side(), prompt.side());
  }

  @Override
  public NDArray learntRows(String name, LearntRows layer, NDArray reference) {
    int rows = layer.rows();
    int channels = layer.channels();
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
  public NDArray addPositions(String name, Positions layer, NDArray x) {
    int height = layer.height();
    int width = layer.width();
    if (x.getShape().get(2) != height || x.getShape().get(3) != width) {
      throw new IllegalArgumentException(
          Text.of("%s is for %d x %d pixels, not for %s", name, height, width, x.getShape()));
    }
    NDArray positions = parameter(name).reshape(1, height, width, layer.channels());
    return x.add(positions.transpose(0, 3, 1, 2));
  }

  private NDArray parameter(String name) {
    NDArray parameter = parameters.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException(Text.of("there is no parameter '%s'", name));
    }
    return parameter;
  }
}
