package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The negative PSNR in decibels, {@code 10 log10(MSE)} of each image at a peak of 1 (Chen et al.,
 * HINet, CVPRW 2021, and NAFNet, ECCV 2022). An image that is nearly right weighs as much as one
 * that is far off, unlike with a mean of differences.
 */
public final class PsnrLoss implements PixelLoss {

  private static final float DECIBELS = (float) (10 / Math.log(10));

  /** Keeps the logarithm finite where an image is met exactly; 80 dB. */
  private static final float FLOOR = 1e-8f;

  @Override
  public NDArray apply(NDArray output, NDArray target) {
    long images = output.getShape().get(0);
    NDArray squares = output.sub(target).square().reshape(new Shape(images, -1));
    // Of the manager: DJL forgets the memory of a plain number before the backward pass.
    NDArray decibels = output.getManager().create(DECIBELS);
    return squares.mean(new int[] {1}).add(FLOOR).log().mean().mul(decibels);
  }
}
