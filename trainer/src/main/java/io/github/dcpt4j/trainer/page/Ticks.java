package io.github.dcpt4j.trainer.page;

import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Round values along an axis.
 *
 * @param values ascending, within the axis
 * @param digits decimal places that tell them apart
 */
record Ticks(List<Double> values, int digits) {

  private static final double[] ROUND = {1, 2, 5, 10};
  private static final int MOST_DIGITS = 8;
  private static final double TOLERANCE = 1e-9;

  /** Multiples of 1, 2 or 5 times a power of ten: {@code count} of them at most, or little more. */
  static Ticks linear(double low, double high, int count) {
    double rough = (high - low) / count;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * power;
    for (double candidate : ROUND) {
      if (candidate * power >= rough * (1 - TOLERANCE)) {
        step = candidate * power;
        break;
      }
    }
    List<Double> values = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - TOLERANCE);
        i * step <= high + step * TOLERANCE;
        i++) {
      values.add(i * step);
    }
    return new Ticks(values, digitsOf(step));
  }

  private static int digitsOf(double step) {
    int digits = (int) Math.max(0, -Math.floor(Math.log10(step) + TOLERANCE));
    return Math.min(MOST_DIGITS, digits);
  }

  /** The value as it stands beside the axis. */
  String text(double value) {
    return Text.of("%,." + digits + "f", value);
  }
}
