package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.ops.WindowAttention;

/**
 * Attention within windows, pixel by pixel: a pixel of the feature map finds the pixels of its
 * window by their places after the shift.
 */
final class ReferenceWindowAttention {

  private final WindowAttention attention;
  private final ReferenceTensor qkv;
  private final float[] biasTable;

  /**
   * @param qkv queries, keys and values [N, 3C, H, W]
   * @param biasTable bias by relative position and head; zeros where there is no bias
   */
  ReferenceWindowAttention(WindowAttention attention, ReferenceTensor qkv, float[] biasTable) {
    this.attention = attention;
    this.qkv = qkv;
    this.biasTable = biasTable;
  }

  /** The mixed values [N, C, H, W]. */
  ReferenceTensor attend() {
    int tokens = attention.tokens();
    int headChannels = attention.headChannels();
    ReferenceTensor scores =
        perPixel(
            attention.heads() * tokens, (n, c, y, x) -> score(n, c / tokens, c % tokens, y, x));
    ReferenceTensor peaks =
        perPixel(
            attention.heads(),
            (n, head, y, x) -> {
              double peak = Double.NEGATIVE_INFINITY;
              for (int key = 0; key < tokens; key++) {
                peak = Math.max(peak, scores.at(n, head * tokens + key, y, x));
              }
              return peak;
            });
    ReferenceTensor shares =
        perPixel(
            attention.heads() * tokens,
            (n, c, y, x) -> Math.exp(scores.at(n, c, y, x) - peaks.at(n, c / tokens, y, x)));
    return perPixel(
        attention.channels(),
        (n, c, y, x) -> {
          int firstShare = c / headChannels * tokens;
          double sum = 0;
          double total = 0;
          for (int key = 0; key < tokens; key++) {
            double share = shares.at(n, firstShare + key, y, x);
            int value = 2 * attention.channels() + c;
            sum += share * qkv.at(n, value, keyRow(key, y), keyColumn(key, x));
            total += share;
          }
          return sum / total;
        });
  }

  private ReferenceTensor perPixel(int channels, ReferenceTensor.Cell cell) {
    return qkv.like(channels, qkv.height(), qkv.width(), cell);
  }

  private double score(int n, int head, int key, int y, int x) {
    int headChannels = attention.headChannels();
    int keyY = keyRow(key, y);
    int keyX = keyColumn(key, x);
    double product = 0;
    for (int c = head * headChannels; c < (head + 1) * headChannels; c++) {
      product += qkv.at(n, c, y, x) * qkv.at(n, attention.channels() + c, keyY, keyX);
    }
    int window = attention.window();
    int query = shifted(y, qkv.height()) % window * window + shifted(x, qkv.width()) % window;
    double bias = biasTable[attention.relativePosition(query, key) * attention.heads() + head];
    boolean apart = attention.needsMask() && region(y, x) != region(keyY, keyX);
    return attention.queryScale() * product + bias + (apart ? WindowAttention.MASKED : 0);
  }

  /** The row of a key of the window that holds row y. */
  private int keyRow(int key, int y) {
    int window = attention.window();
    int first = shifted(y, qkv.height()) / window * window;
    return (first + key / window + attention.shift()) % qkv.height();
  }

  /** The column of a key of the window that holds column x. */
  private int keyColumn(int key, int x) {
    int window = attention.window();
    int first = shifted(x, qkv.width()) / window * window;
    return (first + key % window + attention.shift()) % qkv.width();
  }

  /** Where a row or column comes to lie after the shift. */
  private int shifted(int place, int size) {
    return Math.floorMod(place - attention.shift(), size);
  }

  /** Pixels attend to each other only within one of nine regions. */
  private int region(int y, int x) {
    return 3 * band(shifted(y, qkv.height()), qkv.height())
        + band(shifted(x, qkv.width()), qkv.width());
  }

  private int band(int place, int size) {
    if (place < size - attention.window()) {
      return 0;
    }
    return place < size - attention.shift() ? 1 : 2;
  }
}
