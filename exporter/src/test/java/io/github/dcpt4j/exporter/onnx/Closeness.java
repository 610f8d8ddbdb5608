package io.github.dcpt4j.exporter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.weights.Tensor;

/** The agreement that reference vectors ask for: 5e-5 + 1e-4 relative, value by value. */
public final class Closeness {

  private Closeness() {}

  /** Fails unless all values agree; returns the largest difference. */
  public static double requireClose(float[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      assertThat(difference)
          .as("difference of value %d: %s and %s", i, actual[i], expected[i])
          .isLessThanOrEqualTo(5e-5 + 1e-4 * Math.abs(expected[i]));
      largest = Math.max(largest, difference);
    }
    return largest;
  }

  /** Fails unless shapes are equal and all values agree. */
  public static void requireClose(Tensor actual, Tensor expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    requireClose(actual.data(), doubles(expected.data()));
  }

  /** The same values. */
  public static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
