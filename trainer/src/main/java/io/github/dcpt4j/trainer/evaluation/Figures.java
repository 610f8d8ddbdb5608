package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.text.Text;

/** How figures stand on a page. */
final class Figures {

  private Figures() {}

  /** Decibels; equal pictures have no end of them. */
  static String decibels(double value) {
    return value == Double.POSITIVE_INFINITY ? "∞" : format("%.2f", value);
  }

  static String gainInDecibels(double value) {
    return Double.isInfinite(value) ? (value > 0 ? "+∞" : "−∞") : format("%+.2f", value);
  }

  static String similarity(double value) {
    return format("%.4f", value);
  }

  static String gainInSimilarity(double value) {
    return format("%+.4f", value);
  }

  static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  private static String format(String form, double value) {
    // A hyphen is too short for a minus.
    return Text.of(form, value).replace('-', '−');
  }
}
