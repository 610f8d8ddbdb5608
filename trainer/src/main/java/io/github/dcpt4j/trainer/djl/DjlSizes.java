package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.sdk.text.Text;

/** The operations that change height, width or the number of channels, as {@link Ops} has them. */
final class DjlSizes {

  private DjlSizes() {}

  static NDArray strideSample(NDArray x, int factor) {
    long height = x.getShape().get(2) / factor * factor;
    long width = x.getShape().get(3) / factor * factor;
    NDIndex firsts = new NDIndex().addAllDim(2);
    return x.get(firsts.addSliceDim(0, height, factor).addSliceDim(0, width, factor));
  }

  static NDArray pixelShuffle(NDArray x, int factor) {
    Shape shape = x.getShape();
    long n = shape.get(0);
    long c = shape.get(1) / ((long) factor * factor);
    long h = shape.get(2);
    long w = shape.get(3);
    // By way of channels-last, so that what follows finds its memory in the fast order.
    return x.transpose(0, 2, 3, 1)
        .reshape(n, h, w, c, factor, factor)
        .transpose(0, 1, 4, 2, 5, 3)
        .reshape(n, h * factor, w * factor, c)
        .transpose(0, 3, 1, 2);
  }

  static NDArray pixelUnshuffle(NDArray x, int factor) {
    Shape shape = x.getShape();
    long n = shape.get(0);
    long c = shape.get(1);
    long h = shape.get(2) / factor;
    long w = shape.get(3) / factor;
    return x.transpose(0, 2, 3, 1)
        .reshape(n, h, factor, w, factor, c)
        .transpose(0, 1, 3, 5, 2, 4)
        .reshape(n, h, w, c * factor * factor)
        .transpose(0, 3, 1, 2);
  }

  static NDArray resizeLike(NDArray x, NDArray reference) {
    // DJL's own interpolation always filters against aliasing: two matrix products do not.
    NDArray rows = interpolation(x, 2, reference);
    NDArray columns = interpolation(x, 3, reference);
    return rows.matMul(x).matMul(columns.transpose());
  }

  /** The weights [new size, old size] that interpolate along an axis. */
  private static NDArray interpolation(NDArray x, int axis, NDArray reference) {
    int from = Math.toIntExact(x.getShape().get(axis));
    int to = Math.toIntExact(reference.getShape().get(axis));
    float[] weights = new float[to * from];
    for (int i = 0; i < to; i++) {
      double position = Math.max((i + 0.5) * from / to - 0.5, 0);
      int lower = (int) position;
      int upper = Math.min(lower + 1, from - 1);
      weights[i * from + lower] += (float) (1 - (position - lower));
      weights[i * from + upper] += (float) (position - lower);
    }
    return x.getManager().create(weights, new Shape(to, from));
  }

  static NDArray padToMultiple(NDArray x, int multiple, Padding padding) {
    long rows = Math.floorMod(-x.getShape().get(2), (long) multiple);
    long columns = Math.floorMod(-x.getShape().get(3), (long) multiple);
    if (padding == Padding.ZERO) {
      // The innermost axis comes first: left, right, top, bottom.
      return x.pad(new Shape(0, columns, 0, rows), 0);
    }
    return reflected(reflected(x, 2, rows), 3, columns);
  }

  /** Appends the mirror image of what lies before the last row (axis 2) or column (axis 3). */
  private static NDArray reflected(NDArray x, int axis, long count) {
    long last = x.getShape().get(axis) - 1;
    if (count > last) {
      throw new IllegalArgumentException(
          Text.of("%d rows or columns cannot be reflected from %s", count, x.getShape()));
    }
    if (count == 0) {
      return x;
    }
    return x.concat(Slices.along(x, axis, last - count, last).flip(axis), axis);
  }

  static NDArray cropLike(NDArray x, NDArray reference) {
    NDArray rows = Slices.along(x, 2, 0, reference.getShape().get(2));
    return Slices.along(rows, 3, 0, reference.getShape().get(3));
  }
}
