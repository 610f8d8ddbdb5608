package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * The shape of a convolution.
 *
 * @param in input channels
 * @param out output channels
 * @param kernel side of the square kernel
 * @param stride step in both directions
 * @param padding rows and columns of zeros on each side
 * @param groups number of channel groups, {@code in} for a depthwise convolution
 * @param bias whether a bias is added
 * @param weightInit initial values of the weight
 * @param biasInit initial values of the bias, if there is one
 */
public record Conv(
    int in,
    int out,
    int kernel,
    int stride,
    int padding,
    int groups,
    boolean bias,
    Init weightInit,
    Init biasInit)
    implements Layer {

  /** Checks that the channels divide into the groups. */
  public Conv {
    if (in < 1 || out < 1 || kernel < 1 || stride < 1 || padding < 0 || groups < 1) {
      throw new IllegalArgumentException("a convolution needs positive sizes");
    }
    if (in % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(
          Text.of("channels %d -> %d do not divide into %d groups", in, out, groups));
    }
  }

  /** A convolution with bias that keeps height and width (odd kernel). */
  public static Conv same(int in, int out, int kernel) {
    Init init = Init.fanIn(in * kernel * kernel);
    return new Conv(in, out, kernel, 1, kernel / 2, 1, true, init, init);
  }

  /** A 1 x 1 convolution with bias. */
  public static Conv pointwise(int in, int out) {
    return same(in, out, 1);
  }

  /** A 3 x 3 convolution with bias of every channel by itself. */
  public static Conv depthwise(int channels) {
    Init init = Init.fanIn(9);
    return new Conv(channels, channels, 3, 1, 1, channels, true, init, init);
  }

  /** The same convolution without bias. */
  public Conv withoutBias() {
    return new Conv(in, out, kernel, stride, padding, groups, false, weightInit, biasInit);
  }

  /** The same convolution with another step and padding. */
  public Conv withStride(int newStride, int newPadding) {
    return new Conv(in, out, kernel, newStride, newPadding, groups, bias, weightInit, biasInit);
  }

  /** The same convolution with other initial weights. */
  public Conv withWeightInit(Init init) {
    return withInits(init, biasInit);
  }

  /** The same convolution with other initial weights and biases. */
  public Conv withInits(Init weights, Init biases) {
    return new Conv(in, out, kernel, stride, padding, groups, bias, weights, biases);
  }

  /** Number of inputs that each output value is summed over. */
  public int fanIn() {
    return in / groups * kernel * kernel;
  }

  /** {@code name.weight} [out, in / groups, k, k] and, with a bias, {@code name.bias} [out]. */
  @Override
  public List<Parameter> parameters(String name) {
    Parameter weight =
        new Parameter(name + ".weight", List.of(out, in / groups, kernel, kernel), weightInit);
    return bias
        ? List.of(weight, new Parameter(name + ".bias", List.of(out), biasInit))
        : List.of(weight);
  }
}
