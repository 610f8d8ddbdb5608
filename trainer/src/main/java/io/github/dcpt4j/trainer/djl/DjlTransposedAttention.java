package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;

/** Attention between channels with DJL's tensors. */
final class DjlTransposedAttention {

  private DjlTransposedAttention() {}

  /**
   * Computes one block's attention.
   *
   * @param temperature [heads, 1, 1]
   * @param qkv [N, 3C, H, W]
   * @return [N, C, H, W]
   */
  static NDArray attend(TransposedAttention attention, NDArray temperature, NDArray qkv) {
    Shape shape = qkv.getShape();
    long n = shape.get(0);
    long heads = attention.heads();
    NDList parts = qkv.reshape(n, 3 * heads, attention.headChannels(), -1).split(3, 1);
    NDArray queries = parts.get(0).normalize(2, -1, TransposedAttention.SMALLEST_LENGTH);
    NDArray keys = parts.get(1).normalize(2, -1, TransposedAttention.SMALLEST_LENGTH);
    NDArray products = queries.matMul(keys.transpose(0, 1, 3, 2)).mul(temperature);
    NDArray shares =
        attention.activation() == Activation.RELU
            ? products.getNDArrayInternal().relu()
            : products.softmax(-1);
    return shares.matMul(parts.get(2)).reshape(n, attention.channels(), shape.get(2), shape.get(3));
  }
}
