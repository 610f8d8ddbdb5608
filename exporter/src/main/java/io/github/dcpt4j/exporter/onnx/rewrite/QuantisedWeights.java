package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Weights as whole numbers from -127 to 127 with one scale for each output channel, and biases as
 * 32-bit whole numbers in units of the products.
 *
 * @param weights the whole numbers, in the shape of the weights
 * @param scales one for each output channel
 * @param bias the whole numbers, if there is a bias
 * @param biasScales the units of the bias: scale of the input times scale of the weights
 */
record QuantisedWeights(Tensor weights, Tensor scales, Optional<Tensor> bias, Tensor biasScales) {

  private static final int LARGEST = 127;
  // Leaves room for the sum of the products in 32 bits.
  private static final float LARGEST_BIAS = 1 << 30;

  /**
   * Rounds weights to their nearest codes.
   *
   * @param axis which of the weights' sizes counts output channels
   * @param inputScale distance of neighbouring numbers of the input
   */
  static QuantisedWeights of(Tensor weights, int axis, Optional<Tensor> bias, float inputScale) {
    int channels = weights.shape().get(axis);
    int inner =
        weights.shape().subList(axis + 1, weights.shape().size()).stream()
            .reduce(1, (a, b) -> a * b);
    float[] scales = largest(weights.data(), channels, inner);
    float[] biasScales = new float[channels];
    for (int c = 0; c < channels; c++) {
      float forBias =
          bias.isPresent() ? Math.abs(bias.get().data()[c]) / (inputScale * LARGEST_BIAS) : 0;
      float scale = Math.max(scales[c] / LARGEST, forBias);
      // All codes are zero then, whatever the scale.
      scales[c] = scale * inputScale < Float.MIN_NORMAL ? 1 : scale;
      biasScales[c] = scales[c] * inputScale;
    }
    List<Integer> perChannel = List.of(channels);
    return new QuantisedWeights(
        new Tensor(weights.shape(), codes(weights.data(), scales, inner)),
        new Tensor(perChannel, scales),
        bias.map(tensor -> new Tensor(perChannel, codes(tensor.data(), biasScales, 1))),
        new Tensor(perChannel, biasScales));
  }

  private static float[] largest(float[] values, int channels, int inner) {
    float[] largest = new float[channels];
    for (int i = 0; i < values.length; i++) {
      int channel = i / inner % channels;
      largest[channel] = Math.max(largest[channel], Math.abs(values[i]));
    }
    return largest;
  }

  private static float[] codes(float[] values, float[] scales, int inner) {
    float[] codes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      codes[i] = (float) Math.rint(values[i] / scales[i / inner % scales.length]);
    }
    return codes;
  }
}
