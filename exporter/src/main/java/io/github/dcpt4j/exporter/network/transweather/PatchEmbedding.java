package io.github.dcpt4j.exporter.network.transweather;

import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;

/**
 * A step to a coarser level: a convolution whose squares overlap, and a norm.
 *
 * @param in channels given
 * @param out channels made
 * @param kernel side of the squares, odd
 * @param stride distance of the squares
 */
record PatchEmbedding(int in, int out, int kernel, int stride) {

  private static final double NORM_EPSILON = 1e-5;

  /** From the image to a quarter of its size. */
  static PatchEmbedding ofImage(int out) {
    return new PatchEmbedding(3, out, 7, 4);
  }

  /** To half of the size. */
  static PatchEmbedding halving(int in, int out) {
    return new PatchEmbedding(in, out, 3, 2);
  }

  /**
   * Embeds.
   *
   * @param name what the names of the parameters begin with
   * @param x [N, in, H, W]
   * @return [N, out, H / stride, W / stride], rounded up
   */
  <T> T of(Ops<T> ops, String name, T x) {
    Conv conv = Conv.same(in, out, kernel).withStride(stride, kernel / 2);
    return ops.norm(name + "norm", Norm.layer(out, NORM_EPSILON), ops.conv(name + "proj", conv, x));
  }
}
