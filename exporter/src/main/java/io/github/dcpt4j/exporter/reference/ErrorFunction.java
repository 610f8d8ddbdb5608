package io.github.dcpt4j.exporter.reference;

/** The Gauss error function, which Java does not have, and the activation that is made of it. */
final class ErrorFunction {

  // From here on the function differs from 1 by less than a double can show.
  private static final double LARGEST = 6;

  private ErrorFunction() {}

  /**
   * erf(x) to double precision, by the series 2 / sqrt(pi) exp(-x^2) (x + 2 x^3 / 3 + 4 x^5 / 15 +
   * ...), whose terms all have the same sign, so that none cancel.
   */
  static double erf(double x) {
    if (Math.abs(x) > LARGEST) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum) / 4; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** The exact GELU: x (1 + erf(x / sqrt 2)) / 2. */
  static double gelu(double x) {
    return x * (1 + erf(x / Math.sqrt(2))) / 2;
  }
}
