package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.Conv;

/**
 * A convolution as a sum of shifted planes: every entry of the kernel adds its factor times the
 * input plane, moved by the entry's place, to the output plane; what would come from outside of the
 * input is zero and left out. Output planes do not depend on each other and are computed in
 * parallel.
 *
 * @param conv the shape
 * @param weight values [out, in / groups, kernel, kernel], row-major
 * @param bias values [out]
 */
record Convolution(Conv conv, float[] weight, float[] bias) {

  /**
   * Height or width of the result for an input of that size; not positive where it does not fit.
   */
  static int resultSize(Conv conv, int size) {
    return Math.floorDiv(size + 2 * conv.padding() - conv.kernel(), conv.stride()) + 1;
  }

  ReferenceTensor of(ReferenceTensor x) {
    int groupInputs = conv.in() / conv.groups();
    int groupOutputs = conv.out() / conv.groups();
    return ReferenceTensor.ofPlanes(
        x.batch(),
        conv.out(),
        resultSize(conv, x.height()),
        resultSize(conv, x.width()),
        (n, out, plane) -> {
          plane.add(bias[out]);
          int firstInput = out / groupOutputs * groupInputs;
          int entry = out * groupInputs * conv.kernel() * conv.kernel();
          for (int in = 0; in < groupInputs; in++) {
            ReferenceTensor.Plane input = x.plane(n, firstInput + in);
            for (int i = 0; i < conv.kernel(); i++) {
              for (int j = 0; j < conv.kernel(); j++) {
                addShifted(plane, weight[entry++], input, i - conv.padding(), j - conv.padding());
              }
            }
          }
        });
  }

  /**
   * Adds factor * from(stride * y + down, stride * x + right) to every (y, x) where that exists.
   */
  private void addShifted(
      ReferenceTensor.Plane to, double factor, ReferenceTensor.Plane from, int down, int right) {
    int stride = conv.stride();
    int lastRow = Math.min(to.height() - 1, Math.floorDiv(from.height() - 1 - down, stride));
    int firstColumn = firstInside(right);
    int lastColumn = Math.min(to.width() - 1, Math.floorDiv(from.width() - 1 - right, stride));
    for (int row = firstInside(down); row <= lastRow; row++) {
      int target = to.index(row, 0);
      int source = from.index(stride * row + down, 0) + right;
      for (int column = firstColumn; column <= lastColumn; column++) {
        to.values()[target + column] += factor * from.values()[source + stride * column];
      }
    }
  }

  /** The first place whose moved place is not negative. */
  private int firstInside(int shift) {
    return Math.max(0, -Math.floorDiv(shift, conv.stride()));
  }
}
