package io.github.dcpt4j.trainer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How far numbers may be from those that are expected.
 *
 * @param absolute allowed difference
 * @param relative allowed share of the expected number, on top
 */
public record Closeness(double absolute, double relative) {

  /** For images and logits of the authors' code. */
  public static final Closeness OUTPUT = new Closeness(5e-5, 1e-4);

  /** For features of the authors' code. */
  public static final Closeness FEATURE = new Closeness(1e-4, 1e-4);

  /** Fails at the first number that is too far off, or none. */
  public void check(String what, float[] actual, float[] expected) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = absolute + relative * Math.abs(expected[i]);
      // Written so that NaN fails.
      boolean close = Math.abs((double) actual[i] - expected[i]) <= allowed;
      assertThat(close)
          .as("%s, entry %d: %s instead of %s", what, i, actual[i], expected[i])
          .isTrue();
    }
  }

  /** The largest difference of two lists of numbers. */
  public static double largestDifference(float[] actual, float[] expected) {
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    return largest;
  }
}
