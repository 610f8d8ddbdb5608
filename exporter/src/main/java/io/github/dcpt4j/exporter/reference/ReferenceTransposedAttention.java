package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;

/** Attention between channels, product by product. */
final class ReferenceTransposedAttention {

  private final TransposedAttention attention;
  private final float[] temperature;
  private final ReferenceTensor qkv;

  /**
   * @param temperature factor of each head
   * @param qkv queries, keys and values [N, 3C, H, W]
   */
  ReferenceTransposedAttention(
      TransposedAttention attention, float[] temperature, ReferenceTensor qkv) {
    this.attention = attention;
    this.temperature = temperature;
    this.qkv = qkv;
  }

  /** The mixed values [N, C, H, W]. */
  ReferenceTensor attend() {
    int channels = attention.channels();
    int perHead = attention.headChannels();
    ReferenceTensor products = products();
    ReferenceTensor shares =
        attention.activation() == Activation.RELU
            ? products.like((n, head, i, j) -> Math.max(products.at(n, head, i, j), 0))
            : Softmax.ofRows(products);
    return qkv.like(
        channels,
        qkv.height(),
        qkv.width(),
        (n, c, row, column) -> {
          int head = c / perHead;
          double sum = 0;
          for (int j = 0; j < perHead; j++) {
            double value = qkv.at(n, 2 * channels + head * perHead + j, row, column);
            sum += shares.at(n, head, c % perHead, j) * value;
          }
          return sum;
        });
  }

  /** For each head a matrix of queries by keys. */
  private ReferenceTensor products() {
    int channels = attention.channels();
    int perHead = attention.headChannels();
    ReferenceTensor lengths =
        qkv.like(2 * channels, 1, 1, (n, vector, row, column) -> length(n, vector));
    return qkv.like(
        attention.heads(),
        perHead,
        perHead,
        (n, head, i, j) -> {
          int query = head * perHead + i;
          int key = channels + head * perHead + j;
          double product = temperature[head] * scalarProduct(n, query, key);
          return product / lengths.at(n, query, 0, 0) / lengths.at(n, key, 0, 0);
        });
  }

  private double length(int n, int channel) {
    return Math.max(
        Math.sqrt(scalarProduct(n, channel, channel)), TransposedAttention.SMALLEST_LENGTH);
  }

  private double scalarProduct(int n, int a, int b) {
    double sum = 0;
    for (int row = 0; row < qkv.height(); row++) {
      for (int column = 0; column < qkv.width(); column++) {
        sum += qkv.at(n, a, row, column) * qkv.at(n, b, row, column);
      }
    }
    return sum;
  }
}
