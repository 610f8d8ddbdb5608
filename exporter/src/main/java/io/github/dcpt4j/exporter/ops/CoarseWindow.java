package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.sdk.text.Text;

/**
 * One side of windows of which only every second to fifth pixel is averaged.
 *
 * @param length pixels of the window
 * @param largestStep largest distance of the pixels that are used
 */
public record CoarseWindow(int length, int largestStep) {

  /** The steps that are tried, the largest one first. */
  public static final int LARGEST_STEP = 5;

  /**
   * Checks the window.
   *
   * @throws IllegalArgumentException if the window is shorter than a step
   */
  public CoarseWindow {
    if (largestStep < 1 || largestStep > LARGEST_STEP || length < largestStep) {
      throw new IllegalArgumentException(
          Text.of("a window of %d pixels in steps of %d", length, largestStep));
    }
  }

  /** Whether the window holds a whole side of a feature map. */
  public boolean covers(int size) {
    return length >= size;
  }

  /**
   * The distance of the pixels that are used of a side that is not covered: the largest divisor of
   * its size up to {@link #LARGEST_STEP}, or the largest step where that is less, be it a divisor
   * or not.
   */
  public int step(int size) {
    int divisor = LARGEST_STEP;
    while (size % divisor != 0) {
      divisor--;
    }
    return Math.min(divisor, largestStep);
  }
}
