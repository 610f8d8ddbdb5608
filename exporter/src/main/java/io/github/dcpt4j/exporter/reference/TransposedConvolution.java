package io.github.dcpt4j.exporter.reference;

/**
 * A transposed convolution with a 4 x 4 kernel, step 2 and padding 1.
 *
 * @param weight values [in, out, 4, 4], row-major
 * @param bias values [out]
 */
record TransposedConvolution(float[] weight, float[] bias) {

  ReferenceTensor of(ReferenceTensor x) {
    return x.like(
        bias.length,
        2 * x.height(),
        2 * x.width(),
        (n, o, row, column) -> {
          double sum = bias[o];
          // Pixel i of the input reaches the rows 2 i - 1 to 2 i + 2.
          for (int i = Math.floorDiv(row - 1, 2); i <= (row + 1) / 2; i++) {
            for (int j = Math.floorDiv(column - 1, 2); j <= (column + 1) / 2; j++) {
              for (int c = 0; x.isPixel(i, j) && c < x.channels(); c++) {
                int tap = (row + 1 - 2 * i) * 4 + column + 1 - 2 * j;
                sum += weight[(c * bias.length + o) * 16 + tap] * x.at(n, c, i, j);
              }
            }
          }
          return sum;
        });
  }
}
