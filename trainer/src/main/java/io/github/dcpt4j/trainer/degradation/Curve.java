package io.github.dcpt4j.trainer.degradation;

import java.util.function.DoubleUnaryOperator;

/** A function of 0..1 as a table with linear interpolation, where the function itself is slow. */
final class Curve {

  /** Exact for every 8-bit value. */
  static final int EIGHT_BIT_STEPS = 255;

  private final float[] table;

  /**
   * Fills the table.
   *
   * @param steps the function is exact at the multiples of {@code 1 / steps}
   */
  Curve(int steps, DoubleUnaryOperator function) {
    table = new float[steps + 2];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) function.applyAsDouble(Math.min(1, (double) i / steps));
    }
  }

  /** The function's value at an argument, which is clipped to 0..1. */
  float at(float argument) {
    float position = (table.length - 2) * Math.max(0, Math.min(1, argument));
    int below = (int) position;
    return table[below] + (position - below) * (table[below + 1] - table[below]);
  }

  /** Replaces values by the function of them. */
  void applyTo(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = at(values[i]);
    }
  }
}
