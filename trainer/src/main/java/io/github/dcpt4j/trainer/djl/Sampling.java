package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;

/**
 * Reads images bilinearly at places between their pixels; what lies outside is zero. Gradients flow
 * to the image and to the places.
 */
final class Sampling {

  private final NDArray y;
  private final NDArray x;
  private final long height;
  private final long width;

  /**
   * @param y rows to read at, [N, H, W, K]
   * @param x columns, likewise
   * @param height rows of the images, H
   * @param width columns of the images, W
   */
  Sampling(NDArray y, NDArray x, long height, long width) {
    this.y = y;
    this.x = x;
    this.height = height;
    this.width = width;
  }

  /**
   * Samples.
   *
   * @param images [N, C, H, W]
   * @return [N, H, W, K, C]
   */
  NDArray of(NDArray images) {
    long n = images.getShape().get(0);
    long channels = images.getShape().get(1);
    NDArray pixels = images.transpose(0, 2, 3, 1).reshape(n * height * width, channels);
    NDArray firstPixels =
        images
            .getManager()
            .arange(0, n * height * width, height * width, DataType.INT64)
            .reshape(new Shape(n, 1, 1, 1));
    // Constants: where the next pixels lie does not change with small shifts.
    NDArray top = y.stopGradient().floor();
    NDArray left = x.stopGradient().floor();
    NDArray down = y.sub(top);
    NDArray right = x.sub(left);
    NDArray up = down.neg().add(1f);
    NDArray leftwards = right.neg().add(1f);
    Corners corners = new Corners(pixels, firstPixels);
    return corners
        .at(top, left, up.mul(leftwards))
        .add(corners.at(top, left.add(1f), up.mul(right)))
        .add(corners.at(top.add(1f), left, down.mul(leftwards)))
        .add(corners.at(top.add(1f), left.add(1f), down.mul(right)));
  }

  /** Reads whole pixels. */
  private final class Corners {

    private final NDArray pixels;
    private final NDArray firstPixels;

    Corners(NDArray pixels, NDArray firstPixels) {
      this.pixels = pixels;
      this.firstPixels = firstPixels;
    }

    NDArray at(NDArray row, NDArray column, NDArray share) {
      NDArray inside =
          row.gte(0f)
              .logicalAnd(row.lt((float) height))
              .logicalAnd(column.gte(0f))
              .logicalAnd(column.lt((float) width));
      // Whole numbers first: a place that is no number then still points into the image.
      NDArray pixel =
          row.toType(DataType.INT64, false)
              .clip(0, height - 1)
              .mul(width)
              .add(column.toType(DataType.INT64, false).clip(0, width - 1))
              .add(firstPixels);
      NDArray shown = share.mul(inside.toType(DataType.FLOAT32, false)).expandDims(4);
      return Embedding.embedding(pixel, pixels, SparseFormat.DENSE).singletonOrThrow().mul(shown);
    }
  }
}
