package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.sdk.text.Text;
import java.util.stream.IntStream;

/** Double-precision values [N, C, H, W], row-major, that never change. Logits are [N, K, 1, 1]. */
public final class ReferenceTensor {

  /** Computes the value at a place. */
  @FunctionalInterface
  interface Cell {
    double at(int n, int c, int y, int x);
  }

  /** Computes one feature map, which is zero at first. */
  @FunctionalInterface
  interface PlaneFiller {
    void fill(int n, int c, Plane plane);
  }

  /**
   * One feature map [height, width] within a tensor's values.
   *
   * @param values the values of the whole tensor
   * @param start index of the map's first value
   * @param height number of rows
   * @param width number of columns
   */
  record Plane(double[] values, int start, int height, int width) {

    int index(int y, int x) {
      return start + y * width + x;
    }

    void add(double value) {
      for (int i = start; i < start + height * width; i++) {
        values[i] += value;
      }
    }
  }

  private final int batch;
  private final int channels;
  private final int height;
  private final int width;
  private final double[] values;

  private ReferenceTensor(int batch, int channels, int height, int width, double[] values) {
    this.batch = batch;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /**
   * A tensor with a copy of the values.
   *
   * @param values batch * channels * height * width values, row-major
   * @throws IllegalArgumentException if a size is not positive or the number of values is another
   */
  public static ReferenceTensor of(int batch, int channels, int height, int width, float[] values) {
    int size = checkedSize(batch, channels, height, width);
    if (values.length != size) {
      throw new IllegalArgumentException(
          Text.of(
              "a tensor [%d, %d, %d, %d] holds %d values, not %d",
              batch, channels, height, width, size, values.length));
    }
    double[] copy = new double[size];
    for (int i = 0; i < size; i++) {
      copy[i] = values[i];
    }
    return new ReferenceTensor(batch, channels, height, width, copy);
  }

  /** A tensor whose values are computed one by one. */
  static ReferenceTensor generate(int batch, int channels, int height, int width, Cell cell) {
    double[] values = new double[checkedSize(batch, channels, height, width)];
    int i = 0;
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            values[i++] = cell.at(n, c, y, x);
          }
        }
      }
    }
    return new ReferenceTensor(batch, channels, height, width, values);
  }

  /** A tensor of this one's shape whose values are computed one by one. */
  ReferenceTensor like(Cell cell) {
    return like(channels, height, width, cell);
  }

  /** A tensor of as many images whose values are computed one by one. */
  ReferenceTensor like(int otherChannels, int otherHeight, int otherWidth, Cell cell) {
    return generate(batch, otherChannels, otherHeight, otherWidth, cell);
  }

  /** A tensor whose feature maps are computed one by one, several of them at the same time. */
  static ReferenceTensor ofPlanes(
      int batch, int channels, int height, int width, PlaneFiller filler) {
    double[] values = new double[checkedSize(batch, channels, height, width)];
    ReferenceTensor tensor = new ReferenceTensor(batch, channels, height, width, values);
    IntStream.range(0, batch * channels)
        .parallel()
        .forEach(
            i -> filler.fill(i / channels, i % channels, tensor.plane(i / channels, i % channels)));
    return tensor;
  }

  private static int checkedSize(int batch, int channels, int height, int width) {
    if (batch < 1 || channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          Text.of(
              "a tensor needs positive sizes, not [%d, %d, %d, %d]",
              batch, channels, height, width));
    }
    long size = Math.multiplyExact((long) batch * channels, (long) height * width);
    if (size > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException(
          Text.of(
              "a tensor [%d, %d, %d, %d] is too large for the reference",
              batch, channels, height, width));
    }
    return (int) size;
  }

  /** Number of images, N. */
  public int batch() {
    return batch;
  }

  /** Number of channels, C. */
  public int channels() {
    return channels;
  }

  /** Number of rows, H. */
  public int height() {
    return height;
  }

  /** Number of columns, W. */
  public int width() {
    return width;
  }

  /**
   * The value at a place.
   *
   * @throws IndexOutOfBoundsException if there is no such place
   */
  public double at(int n, int c, int y, int x) {
    boolean inside = n >= 0 && n < batch && c >= 0 && c < channels && isPixel(y, x);
    if (!inside) {
      throw new IndexOutOfBoundsException(
          Text.of("there is no [%d, %d, %d, %d] in %s", n, c, y, x, this));
    }
    return values[((n * channels + c) * height + y) * width + x];
  }

  /** A feature map, not a copy: to be read only. */
  Plane plane(int n, int c) {
    return new Plane(values, (n * channels + c) * height * width, height, width);
  }

  /** Whether a place lies on the feature maps. */
  boolean isPixel(int y, int x) {
    return y >= 0 && y < height && x >= 0 && x < width;
  }

  /**
   * Checks that something can be done with this tensor.
   *
   * @param what what is to be done, or the path of its parameters
   * @throws IllegalArgumentException if it does not fit
   */
  void require(boolean fits, String what) {
    if (!fits) {
      throw new IllegalArgumentException(Text.of("%s does not fit an input of %s", what, this));
    }
  }

  boolean hasShapeOf(ReferenceTensor other) {
    return batch == other.batch
        && channels == other.channels
        && height == other.height
        && width == other.width;
  }

  /** A copy of the values, row-major. */
  public double[] toDoubles() {
    return values.clone();
  }

  /** A copy of the values, row-major, rounded to single precision. */
  public float[] toFloats() {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  /** The shape, not the values. */
  @Override
  public String toString() {
    return Text.of("[%d, %d, %d, %d]", batch, channels, height, width);
  }
}
