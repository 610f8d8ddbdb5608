package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;

/**
 * What the outer structure of an encoded picture tells before any pixel is decoded.
 *
 * @param format the file format
 * @param width pixels in a row as stored, before any orientation is applied
 * @param height rows as stored
 * @param pixelBytes bytes that a decoded pixel takes
 * @param attachments what the file says beside the pixels
 * @param decoder decodes the pixels of this file
 */
record Container(
    PictureFormat format,
    int width,
    int height,
    int pixelBytes,
    Attachments attachments,
    Decoder decoder) {

  /** Decodes the pixels of a file that has been looked at. */
  interface Decoder {
    /**
     * Decodes.
     *
     * @param orientation how the stored rows stand
     * @param metadata goes into the picture as it is
     * @throws PictureException if the file is damaged
     */
    Picture decode(Orientation orientation, Metadata metadata);
  }

  /**
   * Recognises the format by its signature and checks that the file is whole, which decoders do
   * not: they fill what is missing with grey and only mutter about it.
   *
   * @param encoded the complete file
   * @param limits what it may state
   * @throws PictureException if the format is not known, the file is cut off, damaged or beyond a
   *     limit, or holds something that is not supported
   */
  static Container inspect(byte[] encoded, ReadLimits limits) {
    if (encoded.length == 0) {
      throw new PictureException("The file is empty.");
    }
    try {
      Container container = parse(encoded, ByteBuffer.wrap(encoded).asReadOnlyBuffer(), limits);
      container.require(limits);
      return container;
    } catch (IndexOutOfBoundsException e) {
      // Every reader below follows the lengths that the file states and runs off its end.
      throw cutOff(e);
    }
  }

  private static Container parse(byte[] encoded, ByteBuffer file, ReadLimits limits) {
    if (PngContainer.matches(file)) {
      return PngContainer.read(file, limits);
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
    if (TiffReader.matches(file)) {
      return TiffContainer.read(encoded, limits);
    }
    if (hasAt(file, 0, "II+\0") || hasAt(file, 0, "MM\0+")) {
      throw new PictureException("BigTIFF is not supported: save it as classic TIFF.");
    }
    throw new PictureException("The file is not a PNG, JPEG, WebP, BMP or TIFF picture.");
  }

  private void require(ReadLimits limits) {
    if (width < 1 || height < 1) {
      throw new PictureException(
          "The picture states a size of " + width + "x" + height + ": the file is damaged.");
    }
    long pixels = (long) width * height;
    if (pixels > limits.pixels()) {
      throw new PictureException(
          "The picture has "
              + width
              + "x"
              + height
              + " pixels, more than the limit of "
              + limits.pixels()
              + ": raise the limit or reduce the picture.");
    }
    if (pixels * pixelBytes > limits.decodedBytes()) {
      throw new PictureException(
          "The picture would take "
              + pixels * pixelBytes
              + " bytes, more than the limit of "
              + limits.decodedBytes()
              + ": raise the limit or reduce the picture.");
    }
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

  /** Copies a part of the file. */
  static byte[] bytes(ByteBuffer file, int offset, int length) {
    requireLength(file, length < 0 ? length : (long) offset + length);
    byte[] bytes = new byte[length];
    file.get(offset, bytes);
    return bytes;
  }
}
