package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;

/** The pixel loss of the method: the mean absolute difference over all elements. */
public final class L1Loss {

  /**
   * Compares two tensors of equal shape.
   *
   * @return a scalar that gradients flow through
   */
  public NDArray apply(NDArray output, NDArray target) {
    return output.sub(target).abs().mean();
  }
}
