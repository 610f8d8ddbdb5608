package io.github.dcpt4j.sdk.image;

import java.util.Objects;

/**
 * How pictures are compressed.
 *
 * @param jpegQuality 1 to 100
 * @param chromaSampling how many samples of colour difference a JPEG keeps
 * @param pngCompression 0, fast and large, to 9, slow and small
 * @param webpQuality 1 to 100, or {@link #LOSSLESS}
 */
public record WriteOptions(
    int jpegQuality, ChromaSampling chromaSampling, int pngCompression, int webpQuality) {
  /** The WebP quality that keeps every sample. */
  public static final int LOSSLESS = 101;

  private static final WriteOptions DEFAULTS =
      new WriteOptions(95, ChromaSampling.FULL, 1, LOSSLESS);

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a number lies outside its range
   */
  public WriteOptions {
    requireWithin("JPEG quality", jpegQuality, 1, 100);
    Objects.requireNonNull(chromaSampling, "chromaSampling");
    requireWithin("PNG compression", pngCompression, 0, 9);
    requireWithin("WebP quality", webpQuality, 1, LOSSLESS);
  }

  /** Returns JPEG quality 95 with full chroma, PNG compression 1, lossless WebP. */
  public static WriteOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another JPEG quality, 1 to 100. */
  public WriteOptions withJpegQuality(int quality) {
    return new WriteOptions(quality, chromaSampling, pngCompression, webpQuality);
  }

  /** Returns these options with another chroma sampling of JPEG. */
  public WriteOptions withChromaSampling(ChromaSampling sampling) {
    return new WriteOptions(jpegQuality, sampling, pngCompression, webpQuality);
  }

  /** Returns these options with another PNG compression, 0 to 9. */
  public WriteOptions withPngCompression(int level) {
    return new WriteOptions(jpegQuality, chromaSampling, level, webpQuality);
  }

  /** Returns these options with another WebP quality, 1 to 100 or {@link #LOSSLESS}. */
  public WriteOptions withWebpQuality(int quality) {
    return new WriteOptions(jpegQuality, chromaSampling, pngCompression, quality);
  }

  private static void requireWithin(String name, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          "a " + name + " of " + value + ", not within " + lowest + " to " + highest);
    }
  }
}
