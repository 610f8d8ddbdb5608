package io.github.dcpt4j.sdk.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable RGB picture on the Java heap. Samples are stored interleaved: row by row from the
 * top, pixel by pixel from the left, red, green, blue. Safe for use by many threads.
 */
public final class Picture {
  /** Number of channels: red, green, blue. */
  public static final int CHANNELS = 3;

  private static final float BYTE_MAXIMUM = 255f;

  private final int width;
  private final int height;
  // Exactly one of the two holds the samples; the other is null.
  private final byte[] bytes;
  private final float[] floats;

  private Picture(int width, int height, byte[] bytes, float[] floats) {
    this.width = width;
    this.height = height;
    this.bytes = bytes;
    this.floats = floats;
  }

  /**
   * Makes an 8-bit picture from a copy of the samples.
   *
   * @param width pixels in a row, at least 1
   * @param height rows, at least 1
   * @param rgb interleaved samples, height * width * 3 unsigned bytes
   * @throws IllegalArgumentException if a side is not positive or the number of samples differs
   */
  public static Picture ofBytes(int width, int height, byte[] rgb) {
    requireSamples(width, height, rgb.length);
    return new Picture(width, height, rgb.clone(), null);
  }

  /**
   * Makes a float picture from a copy of the samples.
   *
   * @param width pixels in a row, at least 1
   * @param height rows, at least 1
   * @param rgb interleaved samples, height * width * 3 values, nominally 0 to 1
   * @throws IllegalArgumentException if a side is not positive or the number of samples differs
   */
  public static Picture ofFloats(int width, int height, float[] rgb) {
    requireSamples(width, height, rgb.length);
    return new Picture(width, height, null, rgb.clone());
  }

  /** Takes the array over without a copy: the caller must give up its reference. */
  static Picture owning(int width, int height, byte[] rgb) {
    requireSamples(width, height, rgb.length);
    return new Picture(width, height, rgb, null);
  }

  /**
   * Makes a picture from the top left corner of three planes. Its samples are floats, as they are
   * in the planes.
   *
   * @param planes values [3, planeHeight, planeWidth], red, green, blue plane, read from the
   *     buffer's position, which stays where it is
   * @param planeWidth width of a plane
   * @param planeHeight height of a plane
   * @param width width of the picture, at most {@code planeWidth}
   * @param height height of the picture, at most {@code planeHeight}
   * @throws IllegalArgumentException if the picture is larger than the planes or the planes are
   *     larger than the buffer
   */
  public static Picture fromPlanes(
      FloatBuffer planes, int planeWidth, int planeHeight, int width, int height) {
    if (width > planeWidth || height > planeHeight) {
      throw new IllegalArgumentException(
          "a picture of "
              + size(width, height)
              + " does not fit in planes of "
              + size(planeWidth, planeHeight));
    }
    int planeSize = Math.multiplyExact(planeWidth, planeHeight);
    requireRoom(planes, Math.multiplyExact(CHANNELS, planeSize));
    float[] samples = new float[sampleCount(width, height)];
    float[] row = new float[width];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int y = 0; y < height; y++) {
        planes.get(planes.position() + channel * planeSize + y * planeWidth, row);
        int target = y * width * CHANNELS + channel;
        for (int x = 0; x < width; x++) {
          samples[target + x * CHANNELS] = row[x];
        }
      }
    }
    return new Picture(width, height, null, samples);
  }

  /** Returns the number of pixels in a row. */
  public int width() {
    return width;
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  /** Returns how the samples are stored. */
  public SampleType sampleType() {
    return bytes != null ? SampleType.UINT8 : SampleType.FLOAT32;
  }

  /**
   * Returns a copy of the interleaved samples as unsigned bytes; those of a float picture are
   * converted as by {@link #to8Bit()}.
   */
  public byte[] toBytes() {
    return bytes != null ? bytes.clone() : quantised();
  }

  /**
   * Returns a copy of the interleaved samples as floats; those of an 8-bit picture are divided by
   * 255.
   */
  public float[] toFloats() {
    if (floats != null) {
      return floats.clone();
    }
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xff) / BYTE_MAXIMUM;
    }
    return values;
  }

  /**
   * Returns this picture with 8-bit samples: values are limited to 0 to 1, multiplied by 255 and
   * rounded, halves to the even neighbour. What is not a number becomes 0.
   */
  public Picture to8Bit() {
    return bytes != null ? this : new Picture(width, height, quantised(), null);
  }

  /** Returns this picture with float samples limited to 0 to 1. */
  public Picture clamped() {
    if (bytes != null) {
      return this;
    }
    float[] limited = new float[floats.length];
    for (int i = 0; i < limited.length; i++) {
      limited[i] = Math.min(Math.max(floats[i], 0), 1);
    }
    return new Picture(width, height, null, limited);
  }

  /** Returns whether every sample is a finite number. */
  public boolean isFinite() {
    if (floats != null) {
      for (float value : floats) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Writes the samples as planes, divided by 255 if they are bytes.
   *
   * @param target receives [3, height, width] values from its position on; the position stays where
   *     it is
   * @throws IllegalArgumentException if the buffer has too little room
   */
  public void toPlanes(FloatBuffer target) {
    gatherPlanes(identity(height), identity(width), target);
  }

  /**
   * Writes chosen rows and columns as planes: {@code target[c][y][x] =
   * this[c][rows[y]][columns[x]]}. Samples are divided by 255 if they are bytes. Padding, mirroring
   * and cutting tiles are choices of rows and columns.
   *
   * @param rows for each row of the target, the row of this picture
   * @param columns for each column of the target, the column of this picture
   * @param target receives [3, rows.length, columns.length] values from its position on; the
   *     position stays where it is
   * @throws IllegalArgumentException if the buffer has too little room
   * @throws IndexOutOfBoundsException if a row or column lies outside of this picture
   */
  public void gatherPlanes(int[] rows, int[] columns, FloatBuffer target) {
    for (int column : columns) {
      Objects.checkIndex(column, width);
    }
    int planeSize = Math.multiplyExact(rows.length, columns.length);
    requireRoom(target, Math.multiplyExact(CHANNELS, planeSize));
    float[] line = new float[columns.length];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int y = 0; y < rows.length; y++) {
        int start = Objects.checkIndex(rows[y], height) * width * CHANNELS + channel;
        for (int x = 0; x < line.length; x++) {
          line[x] = sample(start + columns[x] * CHANNELS);
        }
        target.put(target.position() + channel * planeSize + y * line.length, line);
      }
    }
  }

  /** Same picture. */
  public Picture withHiddenColoursFilled() {
    return this;
  }

  /** Builder. */
  public Builder like() {
    return new Builder(width, height, bytes != null);
  }

  /** Takes tiles. */
  public static final class Builder {
    private final Picture picture;

    private Builder(int width, int height, boolean eightBit) {
      int count = sampleCount(width, height);
      picture =
          new Picture(
              width, height, eightBit ? new byte[count] : null, eightBit ? null : new float[count]);
    }

    /** Stores. */
    public Builder put(int x, int y, Planes tile) {
      float[] line = new float[tile.width()];
      for (int channel = 0; channel < CHANNELS; channel++) {
        for (int row = 0; row < tile.height(); row++) {
          tile.row(channel, row, line);
          int target = ((y + row) * picture.width + x) * CHANNELS + channel;
          for (float value : line) {
            float limited = Math.min(Math.max(value, 0), 1);
            if (picture.bytes != null) {
              picture.bytes[target] = (byte) (int) Math.rint(limited * BYTE_MAXIMUM);
            } else {
              picture.floats[target] = limited;
            }
            target += CHANNELS;
          }
        }
      }
      return this;
    }

    /** Result. */
    public Picture build() {
      return picture;
    }
  }

  private float sample(int index) {
    return bytes != null ? (bytes[index] & 0xff) / BYTE_MAXIMUM : floats[index];
  }

  private byte[] quantised() {
    byte[] result = new byte[floats.length];
    for (int i = 0; i < result.length; i++) {
      float limited = Math.min(Math.max(floats[i], 0), 1);
      result[i] = (byte) (int) Math.rint(limited * BYTE_MAXIMUM);
    }
    return result;
  }

  private static int[] identity(int length) {
    int[] indices = new int[length];
    Arrays.setAll(indices, i -> i);
    return indices;
  }

  private static void requireSamples(int width, int height, int count) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture of " + size(width, height));
    }
    if (count != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          count + " samples do not make an RGB picture of " + size(width, height));
    }
  }

  private static int sampleCount(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture of " + size(width, height));
    }
    return Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height));
  }

  private static void requireRoom(FloatBuffer buffer, int count) {
    if (buffer.remaining() < count) {
      throw new IllegalArgumentException(
          "the buffer holds " + buffer.remaining() + " values, " + count + " are needed");
    }
  }

  private static String size(int width, int height) {
    return width + "x" + height;
  }

  /** Equal pictures have the same size, sample type and samples. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture
        && width == picture.width
        && height == picture.height
        && Arrays.equals(bytes, picture.bytes)
        && Arrays.equals(floats, picture.floats);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, Arrays.hashCode(bytes), Arrays.hashCode(floats));
  }

  /** Returns size and sample type. */
  @Override
  public String toString() {
    return "Picture[" + size(width, height) + ", " + sampleType() + "]";
  }
}
