package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Attention of every pixel of one map to all pixels of another with DJL's tensors. */
final class DjlCrossAttention {

  private DjlCrossAttention() {}

  /**
   * Computes one block's attention.
   *
   * @param query [N, C, H, W]
   * @param keys [N, C, H', W']
   * @param values [N, C, H', W']
   * @return [N, C, H, W]
   */
  static NDArray attend(int channels, int heads, NDArray query, NDArray keys, NDArray values) {
    Shape shape = query.getShape();
    NDArray q = byHead(channels, heads, query);
    NDArray k = byHead(channels, heads, keys);
    NDArray v = byHead(channels, heads, values);
    double scale = 1 / Math.sqrt((double) channels / heads);
    return Constants.scaled(q.matMul(k.transpose(0, 1, 3, 2)), scale)
        .softmax(-1)
        .matMul(v)
        .transpose(0, 2, 1, 3)
        .reshape(shape.get(0), shape.get(2), shape.get(3), channels)
        .transpose(0, 3, 1, 2);
  }

  /** [N, C, H, W] as [N, heads, H W, C / heads]. */
  private static NDArray byHead(int channels, int heads, NDArray x) {
    return x.transpose(0, 2, 3, 1)
        .reshape(x.getShape().get(0), -1, heads, channels / heads)
        .transpose(0, 2, 1, 3);
  }
}
