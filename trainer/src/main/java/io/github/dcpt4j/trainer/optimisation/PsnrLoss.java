package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.sdk.text.Text;
import java.util.function.BinaryOperator;

/**
 * The negative PSNR in decibels, {@code 10 log10(MSE)} of each image at a peak of 1 (Chen et al.,
 * HINet, CVPRW 2021, and NAFNet, ECCV 2022). An image that is nearly right weighs as much as one
 * that is far off, unlike with a mean of differences.
 */
final class PsnrLoss implements BinaryOperator<NDArray> {

  private static final float DECIBELS = (float) (10 / Math.log(10));

  /** Keeps the logarithm finite where an image is met exactly; 80 dB. */
  private static final double PUBLISHED_FLOOR = 1e-8;

  private final float floor;

  private PsnrLoss(double floor) {
    this.floor = (float) floor;
  }

  /** The published loss, which levels off at 80 dB only. */
  static PsnrLoss published() {
    return new PsnrLoss(PUBLISHED_FLOOR);
  }

  /**
   * A loss that levels off, {@code 10 log10(MSE + floor)}. The gradient of the published one grows
   * as 1 / MSE: images that need no restoration would rule the batch.
   *
   * @param decibels where it levels off; above 0
   * @throws IllegalArgumentException if that is not a positive number
   */
  static PsnrLoss levellingOffAt(double decibels) {
    if (!(decibels > 0)) {
      throw new IllegalArgumentException(Text.of("a PSNR of %s dB", decibels));
    }
    return new PsnrLoss(Math.pow(10, -decibels / 10));
  }

  @Override
  public NDArray apply(NDArray output, NDArray target) {
    long images = output.getShape().get(0);
    NDArray squares = output.sub(target).square().reshape(new Shape(images, -1));
    // Of the manager: DJL forgets the memory of a plain number before the backward pass.
    NDArray decibels = output.getManager().create(DECIBELS);
    return squares.mean(new int[] {1}).add(floor).log().mean().mul(decibels);
  }
}
