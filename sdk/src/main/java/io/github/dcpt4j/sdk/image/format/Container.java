package io.github.dcpt4j.sdk.image.format;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Orientation;

/**
 * What the outer structure of an encoded picture states before any pixel is decoded.
 *
 * @param width pixels in a row as stored, before any orientation is applied
 * @param height rows as stored
 * @param pixelBytes bytes that a decoded pixel takes
 * @param severalPages whether the file holds more pictures, of which this is the first
 * @param work estimate of decoding: visits of a sample, of 5 ns each on a slow processor
 * @param attachments what the file holds beside the pixels
 * @param decoder decodes the pixels of this file
 */
public record Container(
    int width,
    int height,
    int pixelBytes,
    boolean severalPages,
    long work,
    Attachments attachments,
    Decoder decoder) {

  /** The container of a file with one picture whose samples are visited once. */
  public Container(
      int width, int height, int pixelBytes, Attachments attachments, Decoder decoder) {
    this(
        width, height, pixelBytes, false, (long) width * height * pixelBytes, attachments, decoder);
  }

  /** Decodes the pixels of a file that has been inspected. */
  public interface Decoder {
    /**
     * Decodes.
     *
     * @param orientation how the stored rows stand
     * @param metadata goes into the picture as it is
     * @throws io.github.dcpt4j.sdk.error.PictureException if the file is damaged
     */
    Picture decode(Orientation orientation, Metadata metadata);
  }
}
