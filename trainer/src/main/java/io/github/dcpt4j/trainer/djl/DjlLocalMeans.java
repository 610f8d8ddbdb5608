package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.github.dcpt4j.exporter.ops.CoarseWindow;

/** Means over windows with DJL's tensors, and products with them. */
final class DjlLocalMeans {

  private DjlLocalMeans() {}

  /** The means over all windows of some rows and columns, at most as many as there are. */
  static NDArray means(NDArray x, int rows, int columns) {
    long height = Math.min(rows, x.getShape().get(2));
    long width = Math.min(columns, x.getShape().get(3));
    NDArray sums = windowSums(windowSums(x, 2, height), 3, width);
    return Constants.scaled(sums, 1f / (height * width));
  }

  /** Running sums at the windows' ends less those before their beginnings. */
  private static NDArray windowSums(NDArray x, int axis, long length) {
    long size = x.getShape().get(axis);
    if (length == size) {
      return x.sum(new int[] {axis}, true);
    }
    NDArray running = x.cumSum(axis);
    NDArray first = Slices.along(running, axis, length - 1, length);
    NDArray ends = Slices.along(running, axis, length, size);
    NDArray others = ends.sub(Slices.along(running, axis, 0, size - length));
    return first.concat(others, axis);
  }

  /** The means on a coarse grid, each of them spread over the pixels that it stands for. */
  static NDArray coarseMeans(NDArray x, CoarseWindow rows, CoarseWindow columns) {
    int height = Math.toIntExact(x.getShape().get(2));
    int width = Math.toIntExact(x.getShape().get(3));
    if (rows.covers(height) && columns.covers(width)) {
      return means(x, height, width);
    }
    int rowStep = rows.step(height);
    int columnStep = columns.step(width);
    NDIndex grid =
        new NDIndex()
            .addAllDim(2)
            .addSliceDim(rowStep, height, rowStep)
            .addSliceDim(columnStep, width, columnStep);
    return means(x.get(grid), rows.length() / rowStep, columns.length() / columnStep)
        .repeat(2, rowStep)
        .repeat(3, columnStep);
  }

  /** The product with factors in the middle that hold on beyond their edges. */
  static NDArray multiplyAround(NDArray x, NDArray factors) {
    NDArray rows = extended(factors, 2, x.getShape().get(2));
    return x.mul(extended(rows, 3, x.getShape().get(3)));
  }

  /** Repeats the outermost values along an axis; a single one holds for all as it is. */
  private static NDArray extended(NDArray x, int axis, long size) {
    long inner = x.getShape().get(axis);
    if (inner == 1 || inner == size) {
      return x;
    }
    long before = (size - inner) / 2;
    NDArray last = Slices.along(x, axis, inner - 1, inner);
    NDArray extended = x.concat(last.repeat(axis, size - inner - before), axis);
    return before == 0
        ? extended
        : Slices.along(x, axis, 0, 1).repeat(axis, before).concat(extended, axis);
  }
}
