package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A fully connected layer. Parameters: {@code name.weight} [out, in] and, with a bias, {@code
 * name.bias} [out].
 *
 * @param in input channels
 * @param out output channels
 * @param bias whether a bias is added
 * @param rows whether it is applied to rows: [N, in, 1, 1] to [N, out]; else to every pixel
 * @param weightInit initial values of the weight
 * @param biasInit initial values of the bias, if there is one
 */
public record Linear(int in, int out, boolean bias, boolean rows, Init weightInit, Init biasInit)
    implements Layer {

  /** A layer on [N, in, 1, 1], with bias, that starts as PyTorch's. */
  public static Linear ofRows(int in, int out) {
    return new Linear(in, out, true, true, Init.fanIn(in), Init.fanIn(in));
  }

  /** A layer at every pixel, with bias, that starts as transformers' linear layers do. */
  public static Linear perPixel(int in, int out) {
    return perPixel(in, out, true);
  }

  /** A layer at every pixel, with or without bias. */
  public static Linear perPixel(int in, int out, boolean bias) {
    return new Linear(in, out, bias, false, Init.TRANSFORMER, Init.ZEROS);
  }

  /** The same layer without bias. */
  public Linear withoutBias() {
    return new Linear(in, out, false, rows, weightInit, biasInit);
  }

  @Override
  public List<Parameter> parameters(String name) {
    Parameter weight = new Parameter(name + ".weight", List.of(out, in), weightInit);
    return bias
        ? List.of(weight, new Parameter(name + ".bias", List.of(out), biasInit))
        : List.of(weight);
  }
}
