package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;

/**
 * What the outer structure of an encoded picture tells before any pixel is decoded.
 *
 * @param format the file format
 * @param width pixels in a row as stored, before any orientation is applied
 * @param height rows as stored
 */
record Container(PictureFormat format, int width, int height) {

  /**
   * Recognises the format by its signature and checks that the file is whole: decoders fill what is
   * missing from a cut-off file with grey and only mutter about it.
   *
   * @param encoded the complete file
   * @throws PictureException if the format is not known or the file is cut off or damaged
   */
  static Container inspect(byte[] encoded) {
    if (encoded.length == 0) {
      throw new PictureException("The file is empty.");
    }
    ByteBuffer file = ByteBuffer.wrap(encoded).asReadOnlyBuffer();
    try {
      return parse(file);
    } catch (IndexOutOfBoundsException e) {
      // Every reader below follows the lengths that the file states and runs off its end.
      throw cutOff(e);
    }
  }

  private static Container parse(ByteBuffer file) {
    if (PngContainer.matches(file)) {
      return PngContainer.read(file);
    }
    if (JpegContainer.matches(file)) {
      return JpegContainer.read(file);
    }
    if (WebpContainer.matches(file)) {
      return WebpContainer.read(file);
    }
    if (BmpContainer.matches(file)) {
      return BmpContainer.read(file);
    }
    if (TiffContainer.matches(file)) {
      return TiffContainer.read(file);
    }
    throw new PictureException("The file is not a PNG, JPEG, WebP, BMP or TIFF picture.");
  }

  Container {
    if (width < 1 || height < 1) {
      throw new PictureException(
          "The picture states a size of " + width + "x" + height + ": the file is damaged.");
    }
  }

  long pixels() {
    return (long) width * height;
  }

  static PictureException cutOff(Throwable cause) {
    return new PictureException("The picture is cut off: copy the file again.", cause);
  }

  /** Returns whether the file has these bytes at the offset; false where it ends before. */
  static boolean hasAt(ByteBuffer file, int offset, String latin1) {
    if (file.limit() < offset + latin1.length()) {
      return false;
    }
    for (int i = 0; i < latin1.length(); i++) {
      if ((file.get(offset + i) & 0xff) != latin1.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Checks that the file has so many bytes. */
  static void requireLength(ByteBuffer file, long length) {
    if (length < 0 || file.limit() < length) {
      throw cutOff(null);
    }
  }
}
