package io.github.dcpt4j.sdk.image;

import java.util.Objects;

/**
 * The transparency of a {@link Picture}: 0 where nothing of a pixel is to be seen, 1 (or the
 * largest integer) where it covers what lies behind. The alpha is straight: colours are not
 * multiplied by it. Immutable.
 */
public final class AlphaPlane {
  private final int width;
  private final int height;
  private final Samples samples;

  /** Takes the samples over without a copy. */
  AlphaPlane(int width, int height, Samples samples) {
    this.width = width;
    this.height = height;
    this.samples = samples;
  }

  /** Returns the number of pixels in a row. */
  public int width() {
    return width;
  }

  /** Returns the number of rows. */
  public int height() {
    return height;
  }

  /** Returns how the values are stored: as the colours of the picture are. */
  public SampleType sampleType() {
    return samples.type();
  }

  /**
   * Returns the alpha of a pixel, 0 to 1.
   *
   * @param x column
   * @param y row
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public float at(int x, int y) {
    return samples.get(Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width));
  }

  /** Returns whether every value lies within 0 to 1; integers always do. */
  public boolean isValid() {
    return samples.within(0, 1);
  }

  /** Returns whether every pixel covers what lies behind. */
  public boolean isOpaque() {
    return samples.within(1, Float.MAX_VALUE);
  }

  Samples samples() {
    return samples;
  }

  AlphaPlane as(SampleType type) {
    return type == sampleType() ? this : new AlphaPlane(width, height, samples.as(type));
  }

  /**
   * Returns the end of the run of pixels from an index on that are all hidden, or all visible.
   *
   * @param index a pixel
   * @param end where to stop
   */
  int endOfRun(int index, int end) {
    boolean hidden = isHidden(index);
    int next = index + 1;
    while (next < end && isHidden(next) == hidden) {
      next++;
    }
    return next;
  }

  /** Returns whether nothing of a pixel is to be seen. */
  boolean isHidden(int index) {
    return samples.get(index) <= 0;
  }

  /** Equal planes have the same size, sample type and values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AlphaPlane plane
        && width == plane.width
        && height == plane.height
        && samples.equals(plane.samples);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, samples);
  }

  /** Returns size and sample type. */
  @Override
  public String toString() {
    return "AlphaPlane[" + width + "x" + height + ", " + sampleType() + "]";
  }
}
