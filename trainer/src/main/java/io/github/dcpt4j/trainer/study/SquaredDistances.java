package io.github.dcpt4j.trainer.study;

/** Squared Euclidean distances of all pairs of points, from their inner products. */
final class SquaredDistances {

  private SquaredDistances() {}

  /** Of the points as they are. */
  static double[][] of(double[][] innerProducts) {
    int points = innerProducts.length;
    double[][] distances = new double[points][points];
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        double sum = innerProducts[i][i] + innerProducts[j][j];
        // Rounding must make no distance negative.
        distances[i][j] = i == j ? 0 : Math.max(0, sum - 2 * innerProducts[i][j]);
      }
    }
    return distances;
  }

  /** Of the points divided by their L2 norms; a point of zeros stays where it is. */
  static double[][] normalised(double[][] innerProducts) {
    int points = innerProducts.length;
    double[][] scaled = new double[points][points];
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        double norms = Math.sqrt(innerProducts[i][i]) * Math.sqrt(innerProducts[j][j]);
        scaled[i][j] = norms == 0 ? 0 : innerProducts[i][j] / norms;
      }
    }
    return of(scaled);
  }
}
