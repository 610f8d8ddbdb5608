package io.github.dcpt4j.exporter.reference;

/**
 * A 3 x 3 convolution that samples its input at given places.
 *
 * @param weight values [out, in, 3, 3], row-major
 * @param out number of channels of the result
 */
record DeformableConvolution(float[] weight, int out) {

  private static final int TAPS = 9;

  /** Channels of the tensor that steers the sampling. */
  static final int STEERING_CHANNELS = 3 * TAPS;

  ReferenceTensor of(ReferenceTensor x, ReferenceTensor steering) {
    return x.like(
        out,
        x.height(),
        x.width(),
        (n, o, row, column) -> {
          double sum = 0;
          for (int k = 0; k < TAPS; k++) {
            double y = row - 1 + k / 3 + steering.at(n, 2 * k, row, column);
            double left = column - 1 + k % 3 + steering.at(n, 2 * k + 1, row, column);
            double factor = 1 / (1 + Math.exp(-steering.at(n, 2 * TAPS + k, row, column)));
            for (int c = 0; c < x.channels(); c++) {
              int entry = (o * x.channels() + c) * TAPS + k;
              sum += weight[entry] * factor * between(x, n, c, y, left);
            }
          }
          return sum;
        });
  }

  /** The bilinear value at a place between pixels; pixels outside of the image are zero. */
  private static double between(ReferenceTensor x, int n, int c, double y, double left) {
    int row = (int) Math.floor(y);
    int column = (int) Math.floor(left);
    double sum = 0;
    for (int i = row; i <= row + 1; i++) {
      for (int j = column; j <= column + 1; j++) {
        if (x.isPixel(i, j)) {
          sum += (1 - Math.abs(y - i)) * (1 - Math.abs(left - j)) * x.at(n, c, i, j);
        }
      }
    }
    return sum;
  }
}
