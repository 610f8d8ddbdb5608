package io.github.dcpt4j.sdk.quality;

import java.util.function.DoubleBinaryOperator;

/** The SSIM index of two planes: means, variances and covariance under a Gaussian window. */
final class StructuralSimilarity {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = Math.pow(0.01 * 255, 2);
  private static final double C2 = Math.pow(0.03 * 255, 2);

  private StructuralSimilarity() {}

  static double mean(Plane a, Plane b) {
    if (a.width() < WINDOW || a.height() < WINDOW) {
      return Double.NaN;
    }
    double[] meanA = windowMeans(a, b, (x, y) -> x);
    double[] meanB = windowMeans(a, b, (x, y) -> y);
    double[] meanAA = windowMeans(a, b, (x, y) -> x * x);
    double[] meanBB = windowMeans(a, b, (x, y) -> y * y);
    double[] meanAB = windowMeans(a, b, (x, y) -> x * y);
    double sum = 0;
    for (int i = 0; i < meanA.length; i++) {
      double varianceA = meanAA[i] - meanA[i] * meanA[i];
      double varianceB = meanBB[i] - meanB[i] * meanB[i];
      double covariance = meanAB[i] - meanA[i] * meanB[i];
      double brightness = meanA[i] * meanA[i] + meanB[i] * meanB[i] + C1;
      sum +=
          (2 * meanA[i] * meanB[i] + C1)
              * (2 * covariance + C2)
              / (brightness * (varianceA + varianceB + C2));
    }
    return sum / meanA.length;
  }

  /** The weighted mean of a product of both planes, for every window that lies wholly inside. */
  private static double[] windowMeans(Plane a, Plane b, DoubleBinaryOperator product) {
    double[] weights = gaussian();
    int width = a.width() - WINDOW + 1;
    int height = a.height() - WINDOW + 1;
    double[] rows = new double[a.height() * width];
    double[] line = new double[a.width()];
    for (int y = 0; y < a.height(); y++) {
      for (int x = 0; x < line.length; x++) {
        int i = y * line.length + x;
        line[x] = product.applyAsDouble(a.values()[i], b.values()[i]);
      }
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
          sum += weights[k] * line[x + k];
        }
        rows[y * width + x] = sum;
      }
    }
    double[] means = new double[height * width];
    for (int i = 0; i < means.length; i++) {
      for (int k = 0; k < WINDOW; k++) {
        means[i] += weights[k] * rows[i + k * width];
      }
    }
    return means;
  }

  private static double[] gaussian() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double distance = i - (WINDOW - 1) / 2.0;
      weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
