package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;
import java.util.Locale;
import java.util.function.BinaryOperator;

/**
 * How restored images are compared with clean ones. A line here is all that a further loss needs:
 * settings, help, charts and provenance read this list.
 */
public enum PixelLoss {
  /** The loss of the method's paper. */
  L1(
      "mean absolute difference",
      "the method's own",
      (output, target) -> output.sub(target).abs().mean()),
  /** The loss of NAFNet's authors. */
  PSNR(
      "negative PSNR in dB",
      "slight degradations weigh as much as strong ones",
      PsnrLoss.published()),
  /** The same for data in which some images need no restoration. */
  PSNR40(
      "negative PSNR in dB, levelling off at 40 dB",
      "the same, but clean patches do not weigh more than others",
      PsnrLoss.levellingOffAt(40));

  private final String quantity;
  private final String about;
  private final BinaryOperator<NDArray> function;

  PixelLoss(String quantity, String about, BinaryOperator<NDArray> function) {
    this.quantity = quantity;
    this.about = about;
    this.function = function;
  }

  /** The name that options take and stories of models show: {@code l1}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is measured, in words. */
  public String quantity() {
    return quantity;
  }

  /** When to take it, in words. */
  public String about() {
    return about;
  }

  /**
   * Compares batches of images.
   *
   * @param output [N, C, H, W], values nominally 0 to 1
   * @param target of the same shape
   * @return a scalar that gradients flow through, the mean over the images
   */
  public NDArray apply(NDArray output, NDArray target) {
    return function.apply(output, target);
  }
}
