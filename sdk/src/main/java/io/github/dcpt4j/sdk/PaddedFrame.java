package io.github.dcpt4j.sdk;

import java.util.Arrays;

/**
 * A picture's place in the larger frame that a network takes: at the top left, the rest filled by
 * reflection at the last row and column, which are not repeated. Where the rest is larger than the
 * picture the reflection goes to and fro; a single row or column repeats itself.
 *
 * @param width width of the picture
 * @param height height of the picture
 * @param paddedWidth width of the frame
 * @param paddedHeight height of the frame
 */
record PaddedFrame(int width, int height, int paddedWidth, int paddedHeight) {

  /** Returns the smallest frame for a picture of this size that the model takes. */
  static PaddedFrame of(int width, int height, ModelCard card) {
    return new PaddedFrame(width, height, paddedSide(width, card), paddedSide(height, card));
  }

  /** Returns the smallest side, not below the given one, that the model takes. */
  static int paddedSide(int side, ModelCard card) {
    int multiple = card.sizeMultiple();
    int multiples = (Math.max(side, card.minimumSize()) - 1) / multiple + 1;
    return Math.multiplyExact(multiples, multiple);
  }

  /** Returns for each row of the frame the picture's row that it shows. */
  int[] rows() {
    return reflected(height, paddedHeight);
  }

  /** Returns for each column of the frame the picture's column that it shows. */
  int[] columns() {
    return reflected(width, paddedWidth);
  }

  private static int[] reflected(int length, int paddedLength) {
    int[] indices = new int[paddedLength];
    int last = length - 1;
    // There and back again; one step at least, for a single pixel.
    int period = Math.max(1, 2 * last);
    Arrays.setAll(indices, i -> last - Math.abs(last - i % period));
    return indices;
  }
}
