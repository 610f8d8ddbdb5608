package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * Focal loss (Lin et al., Focal Loss for Dense Object Detection, ICCV 2017): (1 - p)^gamma * -alpha
 * log p for each sample, where p is the soft-max probability of its class.
 *
 * @param gamma at least 0; 0 is plain cross entropy
 * @param alpha weight of each class, or empty for none
 * @param reduction how the samples' losses become one
 */
public record FocalLoss(double gamma, List<Float> alpha, Reduction reduction) {

  /** Samples with this label are left out. */
  public static final int IGNORED = -100;

  /** How the losses of the samples become one tensor. */
  public enum Reduction {
    /** Their sum over the number of samples that are not ignored. */
    MEAN,
    /** Their sum. */
    SUM,
    /** One for each sample, 0 where it is ignored. */
    NONE
  }

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
    alpha = List.copyOf(alpha);
  }

  /** The mean without class weights. */
  public static FocalLoss mean(double gamma) {
    return new FocalLoss(gamma, List.of(), Reduction.MEAN);
  }

  /**
   * Computes the loss, through which gradients flow to the logits.
   *
   * @param logits [N, K]
   * @param labels N class indices, 0 to K - 1, or {@link #IGNORED}
   * @return a scalar, or [N] without reduction
   * @throws IllegalArgumentException if a label is no class, or the weights are not one per class
   */
  public NDArray apply(NDArray logits, int[] labels) {
    int classes = Math.toIntExact(logits.getShape().get(1));
    if (!alpha.isEmpty() && alpha.size() != classes) {
      throw new IllegalArgumentException(
          Text.of("%d class weights for %d classes", alpha.size(), classes));
    }
    float[] truth = new float[labels.length * classes];
    float[] weight = new float[labels.length];
    int counted = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] == IGNORED) {
        continue;
      }
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            Text.of("label %d is none of %d classes", labels[i], classes));
      }
      truth[i * classes + labels[i]] = 1;
      weight[i] = alpha.isEmpty() ? 1 : alpha.get(labels[i]);
      counted++;
    }
    NDManager manager = logits.getManager();
    NDArray oneHot = manager.create(truth, new Shape(labels.length, classes));
    NDArray logProbability = logits.logSoftmax(1).mul(oneHot).sum(new int[] {1});
    NDArray loss = logProbability.neg().mul(manager.create(weight));
    // Constants of the manager: DJL forgets the memory of a plain number before the backward pass.
    if (gamma != 0) {
      NDArray smallest = manager.create(SMALLEST_DOUBT);
      NDArray doubt = logProbability.exp().neg().add(1f).maximum(smallest);
      loss = doubt.pow(manager.create((float) gamma)).mul(loss);
    }
    return switch (reduction) {
      case MEAN -> loss.sum().div(manager.create((float) Math.max(counted, 1)));
      case SUM -> loss.sum();
      case NONE -> loss;
    };
  }
}
