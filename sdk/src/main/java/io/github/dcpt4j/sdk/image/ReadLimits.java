package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;

/**
 * What a picture file may cost. All of it is checked against what the file's header states, before
 * any pixel is decoded.
 *
 * @param pixels the largest number of pixels
 * @param decodedBytes the largest size of the decoded samples: pixels, channels and depth together
 * @param fileBytes the largest size of the file itself
 * @param metadataBytes the largest size of a colour profile, unpacked, and of EXIF data, each
 */
public record ReadLimits(long pixels, long decodedBytes, long fileBytes, long metadataBytes) {
  // OpenCV's own limit, which its users can only raise by an environment variable
  private static final long LARGEST_PIXELS = 1 << 30;
  private static final int VISITS_PER_PIXEL = 20;
  private static final long MEGAPIXEL = 1_000_000;
  private static final ReadLimits DEFAULTS =
      new ReadLimits(100_000_000, 800_000_000, 512L << 20, 8 << 20);

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is not positive, or the pixels exceed 2^30
   */
  public ReadLimits {
    if (pixels < 1 || pixels > LARGEST_PIXELS) {
      throw new IllegalArgumentException(
          "a pixel limit of " + pixels + ", not within 1 to " + LARGEST_PIXELS);
    }
    if (decodedBytes < 1 || fileBytes < 1 || metadataBytes < 1) {
      throw new IllegalArgumentException("a limit that is not positive");
    }
  }

  /**
   * Returns the limits that suit photographs: 100 million pixels, 800 MB of samples, files of 512
   * MiB, metadata of 8 MiB.
   */
  public static ReadLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Checks a size that a file's header states.
   *
   * @param width pixels in a row
   * @param height rows
   * @param pixelBytes bytes that a decoded pixel takes
   * @throws PictureException if there is no pixel, or the size is beyond a limit
   */
  public void requireSize(int width, int height, int pixelBytes) {
    if (width < 1 || height < 1) {
      throw new PictureException(
          PictureException.Kind.DAMAGED,
          "The picture states a size of " + width + "x" + height + ": the file is damaged.");
    }
    long number = (long) width * height;
    if (number > pixels) {
      throw new PictureException(
          PictureException.Kind.TOO_LARGE,
          "The picture has "
              + width
              + "x"
              + height
              + " pixels, more than the limit of "
              + pixels
              + ": raise the limit or reduce the picture.");
    }
    if (number * pixelBytes > decodedBytes) {
      throw new PictureException(
          PictureException.Kind.TOO_LARGE,
          "The picture would take "
              + number * pixelBytes
              + " bytes, more than the limit of "
              + decodedBytes
              + ": raise the limit or reduce the picture.");
    }
  }

  /**
   * Checks an estimate of what decoding takes. For 100 million pixels the limit is 2 thousand
   * million visits, which take 10 seconds of a slow processor.
   *
   * @param visits visits of a sample, of about 5 ns each
   * @throws PictureException if it is more than twenty for each pixel of the limit, or of a million
   */
  public void requireWork(long visits) {
    if (visits < 0 || visits > Math.max(pixels, MEGAPIXEL) * VISITS_PER_PIXEL) {
      throw new PictureException(
          PictureException.Kind.TOO_MUCH_WORK,
          "The picture's structure makes decoding take far longer than its size justifies: "
              + "save it again with another program.");
    }
  }

  /** Returns these limits with another number of pixels. */
  public ReadLimits withPixels(long number) {
    return new ReadLimits(number, decodedBytes, fileBytes, metadataBytes);
  }

  /** Returns these limits with another size of the decoded samples. */
  public ReadLimits withDecodedBytes(long bytes) {
    return new ReadLimits(pixels, bytes, fileBytes, metadataBytes);
  }

  /** Returns these limits with another size of the file. */
  public ReadLimits withFileBytes(long bytes) {
    return new ReadLimits(pixels, decodedBytes, bytes, metadataBytes);
  }

  /** Returns these limits with another size of a profile and of EXIF data. */
  public ReadLimits withMetadataBytes(long bytes) {
    return new ReadLimits(pixels, decodedBytes, fileBytes, bytes);
  }
}
