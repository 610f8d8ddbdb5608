package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;

/** The pixel loss of the method: the mean absolute difference over all elements. */
public final class L1Loss implements PixelLoss {

  @Override
  public NDArray apply(NDArray output, NDArray target) {
    return output.sub(target).abs().mean();
  }
}
