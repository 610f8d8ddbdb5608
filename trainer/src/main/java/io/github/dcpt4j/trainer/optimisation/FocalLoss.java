package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.sdk.text.Text;

/**
 * Focal loss (Lin et al., Focal Loss for Dense Object Detection, ICCV 2017): the mean over samples
 * of (1 - p)^gamma * -log p, where p is the soft-max probability of a sample's class.
 *
 * @param gamma at least 0; 0 is plain cross entropy
 */
public record FocalLoss(double gamma) {

  // Keeps the power's slope finite at 0, where a gamma below 1 would have none.
  private static final float SMALLEST_DOUBT = 1e-12f;

  /**
   * Checks the exponent.
   *
   * @throws IllegalArgumentException if gamma is negative or not finite
   */
  public FocalLoss {
    if (!(gamma >= 0 && Double.isFinite(gamma))) {
      throw new IllegalArgumentException("gamma has to be 0 or more, not " + gamma);
    }
  }

  /**
   * Computes the loss, through which gradients flow to the logits.
   *
   * @param logits [N, K]
   * @param labels N class indices, 0 to K - 1
   * @return a scalar
   * @throws IllegalArgumentException if a label is no class
   */
  public NDArray apply(NDArray logits, int[] labels) {
    int classes = Math.toIntExact(logits.getShape().get(1));
    float[] truth = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            Text.of("label %d is none of %d classes", labels[i], classes));
      }
      truth[i * classes + labels[i]] = 1;
    }
    NDManager manager = logits.getManager();
    NDArray oneHot = manager.create(truth, new Shape(labels.length, classes));
    NDArray logProbability = logits.logSoftmax(1).mul(oneHot).sum(new int[] {1});
    NDArray loss = logProbability.neg();
    // Constants of the manager: DJL forgets the memory of a plain number before the backward pass.
    if (gamma != 0) {
      NDArray smallest = manager.create(SMALLEST_DOUBT);
      NDArray doubt = logProbability.exp().neg().add(1f).maximum(smallest);
      loss = doubt.pow(manager.create((float) gamma)).mul(loss);
    }
    return loss.sum().div(manager.create((float) labels.length));
  }
}
