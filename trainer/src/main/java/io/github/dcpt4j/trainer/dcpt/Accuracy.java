package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;

/** How many of a batch's degradations were named. */
final class Accuracy {

  private Accuracy() {}

  /**
   * The share of rows whose largest logit is the label's.
   *
   * @param logits [N, K]
   */
  static double of(NDArray logits, int[] labels) {
    float[] values = logits.toFloatArray();
    int classes = values.length / labels.length;
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (values[i * classes + k] > values[i * classes + best]) {
          best = k;
        }
      }
      right += best == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }
}
