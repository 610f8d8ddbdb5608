package io.github.dcpt4j.exporter.reference;

/** Attention of every pixel of one map to all pixels of another, pair by pair. */
final class ReferenceCrossAttention {

  private final int perHead;
  private final ReferenceTensor query;
  private final ReferenceTensor keysAndValues;

  /**
   * @param perHead channels of a head
   * @param query [N, C, H, W]
   * @param keysAndValues [N, 2C, H', W']
   */
  ReferenceCrossAttention(int perHead, ReferenceTensor query, ReferenceTensor keysAndValues) {
    this.perHead = perHead;
    this.query = query;
    this.keysAndValues = keysAndValues;
  }

  /** The mixed values [N, C, H, W]. */
  ReferenceTensor attend() {
    int width = query.width();
    int keyWidth = keysAndValues.width();
    int keys = keysAndValues.height() * keyWidth;
    ReferenceTensor likeness =
        query.like(
            query.channels() / perHead,
            query.height() * width,
            keys,
            (n, head, pixel, key) -> {
              double sum = 0;
              for (int c = head * perHead; c < (head + 1) * perHead; c++) {
                double q = query.at(n, c, pixel / width, pixel % width);
                sum += q * keysAndValues.at(n, c, key / keyWidth, key % keyWidth);
              }
              return sum / Math.sqrt(perHead);
            });
    ReferenceTensor shares = Softmax.ofRows(likeness);
    return query.like(
        (n, c, row, column) -> {
          double sum = 0;
          for (int key = 0; key < keys; key++) {
            double value =
                keysAndValues.at(n, query.channels() + c, key / keyWidth, key % keyWidth);
            sum += shares.at(n, c / perHead, row * width + column, key) * value;
          }
          return sum;
        });
  }
}
