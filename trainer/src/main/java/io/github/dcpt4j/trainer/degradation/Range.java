package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;

/**
 * An interval that a parameter is drawn from.
 *
 * @param low the smallest value
 * @param high the largest value, at least {@code low}
 */
public record Range(double low, double high) {

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if the bounds are not finite or in the wrong order
   */
  public Range {
    if (!(Double.isFinite(low) && Double.isFinite(high) && low <= high)) {
      throw new IllegalArgumentException(
          "A range needs finite bounds in order, not " + low + ".." + high);
    }
  }

  /** Every value equally likely. */
  double draw(RandomGenerator random) {
    return low + (high - low) * random.nextDouble();
  }

  /** Every order of magnitude equally likely; the bounds have to be positive. */
  double drawLogarithmic(RandomGenerator random) {
    return low * Math.pow(high / low, random.nextDouble());
  }
}
