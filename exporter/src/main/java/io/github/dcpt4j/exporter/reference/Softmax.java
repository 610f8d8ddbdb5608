package io.github.dcpt4j.exporter.reference;

import java.util.Arrays;

/** Shares that add up to one: exp(x) over the sum of all exp(x). */
final class Softmax {

  private Softmax() {}

  /** The shares of some values; the largest is taken off first, so that no power overflows. */
  static double[] of(double[] values) {
    double largest = Arrays.stream(values).max().orElseThrow();
    double[] powers = Arrays.stream(values).map(value -> Math.exp(value - largest)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  /** The shares along the last axis. */
  static ReferenceTensor ofRows(ReferenceTensor x) {
    return ReferenceTensor.ofPlanes(
        x.batch(),
        x.channels(),
        x.height(),
        x.width(),
        (n, c, plane) -> {
          ReferenceTensor.Plane from = x.plane(n, c);
          for (int row = 0; row < x.height(); row++) {
            int start = from.index(row, 0);
            double[] shares = of(Arrays.copyOfRange(from.values(), start, start + x.width()));
            System.arraycopy(shares, 0, plane.values(), plane.index(row, 0), shares.length);
          }
        });
  }
}
