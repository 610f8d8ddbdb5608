package io.github.dcpt4j.sdk.image;

import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * A view of three planes of floats, red, green and blue, as a network gives them: nothing is
 * copied, and what the buffer later holds is what the view shows.
 */
public final class Planes {
  private final FloatBuffer values;
  private final int start;
  private final int rowLength;
  private final int planeSize;
  private final int width;
  private final int height;

  private Planes(
      FloatBuffer values, int start, int rowLength, int planeSize, int width, int height) {
    this.values = values;
    this.start = start;
    this.rowLength = rowLength;
    this.planeSize = planeSize;
    this.width = width;
    this.height = height;
  }

  /**
   * Looks at a buffer as planes.
   *
   * @param values values [3, height, width], nominally 0 to 1, from the buffer's position on, which
   *     stays where it is
   * @param width values in a row, at least 1
   * @param height rows, at least 1
   * @throws IllegalArgumentException if a side is not positive or the buffer holds too little
   */
  public static Planes of(FloatBuffer values, int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("planes of " + width + "x" + height);
    }
    int planeSize = Math.multiplyExact(width, height);
    int count = Math.multiplyExact(Picture.CHANNELS, planeSize);
    if (values.remaining() < count) {
      throw new IllegalArgumentException(
          "the buffer holds " + values.remaining() + " values, " + count + " are needed");
    }
    return new Planes(values.duplicate(), values.position(), width, planeSize, width, height);
  }

  /**
   * Returns a window of these planes.
   *
   * @param x first column of the window
   * @param y first row of the window
   * @param partWidth columns of the window, at least 1
   * @param partHeight rows of the window, at least 1
   * @throws IndexOutOfBoundsException if the window reaches over the edge
   */
  public Planes part(int x, int y, int partWidth, int partHeight) {
    Objects.checkFromIndexSize(x, partWidth, width);
    Objects.checkFromIndexSize(y, partHeight, height);
    return new Planes(
        values, start + y * rowLength + x, rowLength, planeSize, partWidth, partHeight);
  }

  /** Returns the number of columns. */
  public int width() {
    return width;
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  /** Returns whether every value is a finite number. */
  public boolean isFinite() {
    float[] row = new float[width];
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      for (int y = 0; y < height; y++) {
        readRow(channel, y, row);
        for (float value : row) {
          if (!Float.isFinite(value)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Copies a row of one channel. */
  void readRow(int channel, int y, float[] target) {
    values.get(start + channel * planeSize + y * rowLength, target);
  }
}
