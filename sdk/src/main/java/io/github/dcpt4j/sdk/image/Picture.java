package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * An immutable picture on the Java heap: colours or grey, perhaps with an alpha, and what its file
 * said of it. Samples stand row by row from the top, pixel by pixel from the left; the first row is
 * the upper one to be seen. Colours are red, green, blue, encoded for display as the {@linkplain
 * Metadata#iccProfile() profile} says, sRGB without one: networks work on the encoded values and
 * the profile is carried, which is right for Display P3 or Adobe RGB too. Safe for use by many
 * threads.
 *
 * <p>Grey pictures hold one sample per pixel; whoever asks for colours gets it three times.
 */
public final class Picture {
  /** Number of channels that a network sees: red, green, blue. */
  public static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final boolean grey;
  private final Samples colours;
  private final AlphaPlane alpha;
  private final Metadata metadata;

  /** Takes everything over without a copy. */
  private Picture(
      int width, int height, boolean grey, Samples colours, AlphaPlane alpha, Metadata metadata) {
    this.width = width;
    this.height = height;
    this.grey = grey;
    this.colours = colours;
    this.alpha = alpha;
    this.metadata = metadata;
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
    return of(width, height, CHANNELS, Layout.INTERLEAVED, rgb);
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
    return of(width, height, CHANNELS, Layout.INTERLEAVED, rgb);
  }

  /**
   * Makes an 8-bit picture from a copy of the samples.
   *
   * @param width pixels in a row, at least 1
   * @param height rows, at least 1
   * @param channels 1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha
   * @param layout how the channels stand
   * @param samples height * width * channels unsigned bytes; the alpha is straight
   * @throws IllegalArgumentException if a side is not positive or the number of samples differs
   */
  public static Picture of(int width, int height, int channels, Layout layout, byte[] samples) {
    return of(width, height, channels, layout, new Samples.Bytes(samples));
  }

  /**
   * Makes a 16-bit picture from a copy of the samples.
   *
   * @param width pixels in a row, at least 1
   * @param height rows, at least 1
   * @param channels 1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha
   * @param layout how the channels stand
   * @param samples height * width * channels unsigned 16-bit integers; the alpha is straight
   * @throws IllegalArgumentException if a side is not positive or the number of samples differs
   */
  public static Picture of(int width, int height, int channels, Layout layout, short[] samples) {
    return of(width, height, channels, layout, new Samples.Shorts(samples));
  }

  /**
   * Makes a float picture from a copy of the samples.
   *
   * @param width pixels in a row, at least 1
   * @param height rows, at least 1
   * @param channels 1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGB and alpha
   * @param layout how the channels stand
   * @param samples height * width * channels values, nominally 0 to 1; the alpha is straight
   * @throws IllegalArgumentException if a side is not positive or the number of samples differs
   */
  public static Picture of(int width, int height, int channels, Layout layout, float[] samples) {
    return of(width, height, channels, layout, new Samples.Floats(samples));
  }

  private static Picture of(int width, int height, int channels, Layout layout, Samples samples) {
    int pixels = pixels(width, height);
    if (channels < 1 || channels > 4 || samples.length() != (long) channels * pixels) {
      throw new IllegalArgumentException(
          samples.length()
              + " samples do not make a picture of "
              + size(width, height)
              + " with "
              + channels
              + " channels");
    }
    int colourCount = channels - (channels % 2 == 0 ? 1 : 0);
    Samples colours = Samples.allocate(samples.type(), pixels * colourCount);
    int step = layout.step(channels);
    for (int channel = 0; channel < colourCount; channel++) {
      colours.place(samples, layout.start(channel, pixels), step, channel, colourCount, pixels);
    }
    AlphaPlane alpha = null;
    if (colourCount < channels) {
      Samples values = Samples.allocate(samples.type(), pixels);
      values.place(samples, layout.start(colourCount, pixels), step, 0, 1, pixels);
      alpha = new AlphaPlane(width, height, values);
    }
    return new Picture(width, height, colourCount == 1, colours, alpha, Metadata.none());
  }

  /**
   * Takes samples over without a copy: the caller must give up its references.
   *
   * @param colours interleaved, one sample per pixel if grey, else three
   * @param alpha one sample per pixel, of the same type; or null
   */
  static Picture owning(
      int width, int height, boolean grey, Samples colours, Samples alpha, Metadata metadata) {
    AlphaPlane plane = alpha == null ? null : new AlphaPlane(width, height, alpha);
    return new Picture(width, height, grey, colours, plane, metadata);
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
    Planes source = Planes.of(planes, planeWidth, planeHeight);
    float[] samples = new float[Math.multiplyExact(CHANNELS, pixels(width, height))];
    Samples colours = new Samples.Floats(samples);
    float[] row = new float[planeWidth];
    for (int channel = 0; channel < CHANNELS; channel++) {
      for (int y = 0; y < height; y++) {
        source.readRow(channel, y, row);
        int target = y * width * CHANNELS + channel;
        colours.place(new Samples.Floats(row), 0, 1, target, CHANNELS, width);
      }
    }
    return new Picture(width, height, false, colours, null, Metadata.none());
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
    return colours.type();
  }

  /** Returns whether the picture holds one sample of grey per pixel instead of three of colour. */
  public boolean isGrey() {
    return grey;
  }

  /** Returns the transparency, of the same size and sample type, if the picture has one. */
  public Optional<AlphaPlane> alpha() {
    return Optional.ofNullable(alpha);
  }

  /** Returns what the file said beside the pixels. */
  public Metadata metadata() {
    return metadata;
  }

  /** Returns this picture with other metadata. */
  public Picture withMetadata(Metadata other) {
    return new Picture(
        width, height, grey, colours, alpha, Objects.requireNonNull(other, "metadata"));
  }

  /** Returns this picture without its alpha; the colours stay as they are, unblended. */
  public Picture withoutAlpha() {
    return alpha == null ? this : new Picture(width, height, grey, colours, null, metadata);
  }

  /**
   * Returns this picture as a network should see it: fully transparent pixels take the colours of
   * the nearest visible ones of their row (a row without any takes those of the row above), so that
   * what is hidden there does not bleed over the edge. The same picture where nothing is hidden.
   */
  public Picture withHiddenColoursFilled() {
    if (alpha == null || !HiddenColours.matter(alpha)) {
      return this;
    }
    Samples filled = colours.copy();
    HiddenColours.paint(alpha, filled, channels());
    return new Picture(width, height, grey, filled, alpha, metadata);
  }

  /**
   * Returns a copy of the interleaved RGB samples as unsigned bytes, grey three times; other sample
   * types are converted as by {@link #as}.
   */
  public byte[] toBytes() {
    return (byte[]) rgb(SampleType.UINT8).array();
  }

  /** Returns a copy of the interleaved RGB samples as unsigned 16-bit integers. */
  public short[] toShorts() {
    return (short[]) rgb(SampleType.UINT16).array();
  }

  /**
   * Returns a copy of the interleaved RGB samples as floats, grey three times; those of integers
   * are divided by the largest, 255 or 65535.
   */
  public float[] toFloats() {
    return (float[]) rgb(SampleType.FLOAT32).array();
  }

  private Samples rgb(SampleType type) {
    Samples own = colours.as(type);
    if (!grey) {
      return own == colours ? colours.copy() : own;
    }
    Samples expanded = Samples.allocate(type, Math.multiplyExact(CHANNELS, colours.length()));
    for (int channel = 0; channel < CHANNELS; channel++) {
      expanded.place(own, 0, 1, channel, CHANNELS, own.length());
    }
    return expanded;
  }

  /** Returns this picture with 8-bit samples, as by {@link #as}. */
  public Picture to8Bit() {
    return as(SampleType.UINT8);
  }

  /**
   * Returns this picture with samples of another type, the same picture if it has them. For
   * integers values are limited to 0 to 1, multiplied by the largest integer and rounded, halves to
   * the even neighbour; what is not a number becomes 0.
   *
   * @param type the sample type
   */
  public Picture as(SampleType type) {
    if (type == sampleType()) {
      return this;
    }
    AlphaPlane converted = alpha == null ? null : alpha.as(type);
    return new Picture(width, height, grey, colours.as(type), converted, metadata);
  }

  /** Returns this picture with float samples limited to 0 to 1. */
  public Picture clamped() {
    if (sampleType() != SampleType.FLOAT32) {
      return this;
    }
    Samples limited = Samples.allocate(SampleType.FLOAT32, colours.length());
    limited.scatter((float[]) colours.array(), 0, 1);
    return new Picture(width, height, grey, limited, alpha, metadata);
  }

  /** Returns whether every sample is a finite number. */
  public boolean isFinite() {
    return sampleType() != SampleType.FLOAT32 || colours.within(-Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /**
   * Writes the samples as planes, integers divided by the largest.
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
   * this[c][rows[y]][columns[x]]}. Integers are divided by the largest, 255 or 65535; grey is
   * written three times. Padding, mirroring and cutting tiles are choices of rows and columns.
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
    int channels = channels();
    float[] line = new float[columns.length];
    for (int channel = 0; channel < CHANNELS; channel++) {
      int place = target.position() + channel * planeSize;
      for (int y = 0; y < rows.length; y++) {
        int start = Objects.checkIndex(rows[y], height) * width * channels;
        colours.gather(start + (grey ? 0 : channel), columns, channels, line);
        target.put(place + y * line.length, line);
      }
    }
  }

  /**
   * Starts a picture that takes over everything from this one but its colours.
   *
   * @return a builder of a picture of the same size, sample type, greyness, alpha and metadata
   */
  public PictureBuilder like() {
    return new PictureBuilder(this);
  }

  /**
   * Returns a part of this picture with the same metadata.
   *
   * @param x first column
   * @param y first row
   * @param partWidth columns, at least 1
   * @param partHeight rows, at least 1
   * @throws IndexOutOfBoundsException if the part reaches over the edge
   * @throws IllegalArgumentException if a side is not positive
   */
  public Picture crop(int x, int y, int partWidth, int partHeight) {
    Objects.checkFromIndexSize(x, partWidth, width);
    Objects.checkFromIndexSize(y, partHeight, height);
    int pixels = pixels(partWidth, partHeight);
    int channels = channels();
    Samples part = Samples.allocate(sampleType(), pixels * channels);
    Samples opacity = alpha == null ? null : Samples.allocate(sampleType(), pixels);
    for (int line = 0; line < partHeight; line++) {
      int from = (y + line) * width + x;
      int to = line * partWidth;
      part.place(colours, from * channels, 1, to * channels, 1, partWidth * channels);
      if (alpha != null) {
        opacity.place(alpha.samples(), from, 1, to, 1, partWidth);
      }
    }
    return owning(partWidth, partHeight, grey, part, opacity, metadata);
  }

  /**
   * Returns the middle of this picture, as large as these bounds allow.
   *
   * @param largestSide width and height are at most this, in pixels
   * @param multiple width and height are multiples of this
   * @throws IllegalArgumentException if a side of this picture is smaller than one multiple
   */
  public Picture centre(int largestSide, int multiple) {
    int partWidth = Math.min(width, largestSide) / multiple * multiple;
    int partHeight = Math.min(height, largestSide) / multiple * multiple;
    return crop((width - partWidth) / 2, (height - partHeight) / 2, partWidth, partHeight);
  }

  /**
   * Copies one channel of a row.
   *
   * @param channel 0 for grey or 0 to 2 for red, green, blue; {@link #channels()} for the alpha
   * @param y the row
   * @param target samples of this picture's type
   * @param first index of the target's sample for the first pixel
   * @param step from one pixel's sample in the target to the next one's
   * @throws IndexOutOfBoundsException if there is no such channel or row, or no room
   */
  public void copyRow(int channel, int y, Samples target, int first, int step) {
    Objects.checkIndex(channel, channels() + (alpha == null ? 0 : 1));
    int start = Objects.checkIndex(y, height) * width;
    if (channel == channels()) {
      target.place(alpha.samples(), start, 1, first, step, width);
    } else {
      target.place(colours, start * channels() + channel, channels(), first, step, width);
    }
  }

  /** Returns whether every colour sample lies within 0 to 1; integers always do. */
  public boolean isStandardRange() {
    return sampleType() != SampleType.FLOAT32 || colours.within(0, 1);
  }

  Samples colours() {
    return colours;
  }

  /** Returns the number of colour samples per pixel: 1 or 3. */
  public int channels() {
    return grey ? 1 : CHANNELS;
  }

  private static int[] identity(int length) {
    int[] indices = new int[length];
    Arrays.setAll(indices, i -> i);
    return indices;
  }

  private static int pixels(int width, int height) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("a picture of " + size(width, height));
    }
    return Math.multiplyExact(width, height);
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

  /** Equal pictures have the same size, sample type, samples, alpha and metadata. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Picture picture
        && width == picture.width
        && height == picture.height
        && grey == picture.grey
        && colours.equals(picture.colours)
        && Objects.equals(alpha, picture.alpha)
        && metadata.equals(picture.metadata);
  }

  @Override
  public int hashCode() {
    return Objects.hash(width, height, grey, colours, alpha, metadata);
  }

  /** Returns size, sample type, and whether it is grey and transparent. */
  @Override
  public String toString() {
    return "Picture["
        + size(width, height)
        + ", "
        + sampleType()
        + (grey ? ", grey" : "")
        + (alpha == null ? "" : ", alpha")
        + "]";
  }
}
