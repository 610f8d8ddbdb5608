package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.sdk.text.Text;

/**
 * The reflection H = I - 2 v v' / (v'v) with v = e0 - (1, ..., 1) / sqrt(n): symmetric, its own
 * inverse, and of such a kind that (H x)[0] = sqrt(n) mean(x).
 *
 * @param size number of channels n; at least 2
 */
record Householder(int size) {

  /** Checks the size. */
  Householder {
    if (size < 2) {
      throw new IllegalArgumentException(Text.of("a reflection of %d channels", size));
    }
  }

  /**
   * Reflects vectors that lie in an array.
   *
   * @param values changed in place
   * @param first index of the vector's first entry
   * @param stride distance between its entries
   */
  void apply(double[] values, int first, int stride) {
    double even = 1 / Math.sqrt(size);
    double product = values[first];
    for (int i = 0; i < size; i++) {
      product -= even * values[first + i * stride];
    }
    // v'v = 2 - 2 / sqrt(n)
    double factor = product / (1 - even);
    for (int i = 0; i < size; i++) {
      values[first + i * stride] += factor * even;
    }
    values[first] -= factor;
  }

  /** The matrix, row-major. */
  double[] matrix() {
    double[] matrix = new double[size * size];
    for (int row = 0; row < size; row++) {
      matrix[row * size + row] = 1;
      apply(matrix, row * size, 1);
    }
    return matrix;
  }
}
