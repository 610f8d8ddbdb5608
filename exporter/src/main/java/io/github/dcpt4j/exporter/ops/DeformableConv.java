package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A 3 x 3 convolution without bias that samples its input where another tensor says (Zhu et al.,
 * Deformable ConvNets v2, CVPR 2019). Parameter: {@code name.weight} [out, in, 3, 3].
 *
 * @param in input channels
 * @param out output channels
 */
public record DeformableConv(int in, int out) implements Layer {

  /** Values of the kernel for each pair of channels. */
  public static final int TAPS = 9;

  @Override
  public List<Parameter> parameters(String name) {
    return List.of(new Parameter(name + ".weight", List.of(out, in, 3, 3), Init.fanIn(in * TAPS)));
  }
}
