package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A transposed convolution with a 4 x 4 kernel, step 2 and padding 1. Parameters: {@code
 * name.weight} [in, out, 4, 4], {@code name.bias} [out].
 *
 * @param in input channels
 * @param out output channels
 */
public record TransposedConv(int in, int out) implements Layer {

  /** Values of the kernel for each pair of channels. */
  public static final int TAPS = 16;

  @Override
  public List<Parameter> parameters(String name) {
    // PyTorch takes the second side of the weight for the fan-in, here too.
    Init init = Init.fanIn(out * TAPS);
    return List.of(
        new Parameter(name + ".weight", List.of(in, out, 4, 4), init),
        new Parameter(name + ".bias", List.of(out), init));
  }
}
