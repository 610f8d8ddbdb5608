package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;

/** How far restored images are from the clean ones. */
@FunctionalInterface
public interface PixelLoss {

  /**
   * Compares batches of images.
   *
   * @param output [N, C, H, W]
   * @param target of the same shape
   * @return a scalar that gradients flow through, the mean over the images
   */
  NDArray apply(NDArray output, NDArray target);
}
