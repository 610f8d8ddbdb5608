package io.github.dcpt4j.sdk.image;

import java.nio.FloatBuffer;

/** A view of three planes of floats in a buffer. */
public final class Planes {
  private final FloatBuffer values;
  private final int stride;
  private final int planeSize;
  private final int offset;
  private final int width;
  private final int height;

  private Planes(FloatBuffer values, int stride, int planeSize, int offset, int width, int height) {
    this.values = values;
    this.stride = stride;
    this.planeSize = planeSize;
    this.offset = offset;
    this.width = width;
    this.height = height;
  }

  /** View from the buffer's position on. */
  public static Planes of(FloatBuffer values, int width, int height) {
    return new Planes(values, width, width * height, values.position(), width, height);
  }

  /** A window. */
  public Planes part(int x, int y, int partWidth, int partHeight) {
    return new Planes(values, stride, planeSize, offset + y * stride + x, partWidth, partHeight);
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  void row(int channel, int y, float[] line) {
    values.get(offset + channel * planeSize + y * stride, line, 0, width);
  }

  /** Whether all are numbers. */
  public boolean isFinite() {
    float[] line = new float[width];
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < height; y++) {
        row(channel, y, line);
        for (float value : line) {
          if (!Float.isFinite(value)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
