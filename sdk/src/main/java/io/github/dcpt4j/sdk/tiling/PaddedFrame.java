package io.github.dcpt4j.sdk.tiling;

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
public record PaddedFrame(int width, int height, int paddedWidth, int paddedHeight) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if the picture is empty or larger than the frame
   */
  public PaddedFrame {
    if (width < 1 || height < 1 || paddedWidth < width || paddedHeight < height) {
      throw new IllegalArgumentException(
          "a picture of "
              + width
              + "x"
              + height
              + " in a frame of "
              + paddedWidth
              + "x"
              + paddedHeight);
    }
  }

  /**
   * Returns the smallest frame for a picture.
   *
   * @param width width of the picture
   * @param height height of the picture
   * @param multiple both sides of the frame are multiples of this
   * @param minimum neither side of the frame is below this
   */
  public static PaddedFrame of(int width, int height, int multiple, int minimum) {
    return new PaddedFrame(
        width, height, paddedSide(width, multiple, minimum), paddedSide(height, multiple, minimum));
  }

  /**
   * Returns the smallest side that a frame can have.
   *
   * @param side the picture's side
   * @param multiple the result is a multiple of this
   * @param minimum the result is not below this
   */
  public static int paddedSide(int side, int multiple, int minimum) {
    return Math.multiplyExact((Math.max(side, minimum) - 1) / multiple + 1, multiple);
  }

  /** Returns the number of the frame's pixels. */
  public long pixels() {
    return (long) paddedWidth * paddedHeight;
  }

  /**
   * Returns for some rows of the frame the picture's rows that they show.
   *
   * @param first the first row of the frame
   * @param count how many
   */
  public int[] rows(int first, int count) {
    return reflected(height, first, count);
  }

  /**
   * Returns for some columns of the frame the picture's columns that they show.
   *
   * @param first the first column of the frame
   * @param count how many
   */
  public int[] columns(int first, int count) {
    return reflected(width, first, count);
  }

  private static int[] reflected(int length, int first, int count) {
    int[] indices = new int[count];
    int last = length - 1;
    // There and back again; one step at least, for a single pixel.
    int period = Math.max(1, 2 * last);
    Arrays.setAll(indices, i -> last - Math.abs(last - (first + i) % period));
    return indices;
  }
}
