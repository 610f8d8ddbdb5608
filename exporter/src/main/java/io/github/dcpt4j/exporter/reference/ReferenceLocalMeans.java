package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.CoarseWindow;

/** Means over windows, sum by sum, and products with them. */
final class ReferenceLocalMeans {

  private ReferenceLocalMeans() {}

  /** The means over all windows of some rows and columns, at most as many as there are. */
  static ReferenceTensor means(ReferenceTensor x, int rows, int columns) {
    int height = Math.min(rows, x.height());
    int width = Math.min(columns, x.width());
    return x.like(
        x.channels(),
        x.height() - height + 1,
        x.width() - width + 1,
        (n, c, top, left) -> {
          double sum = 0;
          for (int row = top; row < top + height; row++) {
            for (int column = left; column < left + width; column++) {
              sum += x.at(n, c, row, column);
            }
          }
          return sum / ((double) height * width);
        });
  }

  /** The means on a coarse grid, each of them spread over the pixels that it stands for. */
  static ReferenceTensor coarseMeans(ReferenceTensor x, CoarseWindow rows, CoarseWindow columns) {
    if (rows.covers(x.height()) && columns.covers(x.width())) {
      return means(x, x.height(), x.width());
    }
    int rowStep = rows.step(x.height());
    int columnStep = columns.step(x.width());
    int coarseHeight = (x.height() - 1) / rowStep;
    int coarseWidth = (x.width() - 1) / columnStep;
    x.require(coarseHeight > 0 && coarseWidth > 0, "a mean on every few pixels");
    ReferenceTensor coarse =
        x.like(
            x.channels(),
            coarseHeight,
            coarseWidth,
            (n, c, row, column) -> x.at(n, c, (row + 1) * rowStep, (column + 1) * columnStep));
    ReferenceTensor means = means(coarse, rows.length() / rowStep, columns.length() / columnStep);
    return x.like(
        x.channels(),
        means.height() * rowStep,
        means.width() * columnStep,
        (n, c, row, column) -> means.at(n, c, row / rowStep, column / columnStep));
  }

  /** The product with factors in the middle that hold on beyond their edges. */
  static ReferenceTensor multiplyAround(ReferenceTensor x, ReferenceTensor factors) {
    boolean fits =
        factors.batch() == x.batch()
            && factors.channels() == x.channels()
            && factors.height() <= x.height()
            && factors.width() <= x.width();
    x.require(fits, "a product with " + factors);
    int top = (x.height() - factors.height()) / 2;
    int left = (x.width() - factors.width()) / 2;
    return x.like(
        (n, c, row, column) -> {
          int nearestRow = Math.min(Math.max(row - top, 0), factors.height() - 1);
          int nearestColumn = Math.min(Math.max(column - left, 0), factors.width() - 1);
          return x.at(n, c, row, column) * factors.at(n, c, nearestRow, nearestColumn);
        });
  }
}
