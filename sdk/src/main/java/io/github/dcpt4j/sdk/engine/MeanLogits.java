package io.github.dcpt4j.sdk.engine;

/**
 * A classifier's logits for a picture that it saw in pieces: the mean of the pieces' logits, each
 * weighted with the part of the picture that it stands for.
 */
public final class MeanLogits {
  private double[] sums = {};

  /** Adds a piece; shares add up to 1 in the end. */
  void add(float[] logits, double share) {
    if (sums.length == 0) {
      sums = new double[logits.length];
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] += share * logits[i];
    }
  }

  float[] values() {
    float[] values = new float[sums.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) sums[i];
    }
    return values;
  }
}
