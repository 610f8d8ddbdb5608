package io.github.dcpt4j.trainer.dcpt;

/**
 * What one step measured, before it moved the weights.
 *
 * @param pixelLoss mean absolute difference, or negative PSNR in decibels; 0 where the procedure
 *     has none
 * @param classificationLoss focal loss, 0 where the procedure has none
 * @param accuracy share of the batch whose degradation was named, NaN where nothing was classified
 */
public record StepResult(double pixelLoss, double classificationLoss, double accuracy) {

  /** Of no patch at all. */
  static final StepResult NONE = new StepResult(0, 0, 0);

  /** The sum of this and a share of another. */
  StepResult plus(StepResult other, double share) {
    return new StepResult(
        pixelLoss + share * other.pixelLoss,
        classificationLoss + share * other.classificationLoss,
        accuracy + share * other.accuracy);
  }
}
