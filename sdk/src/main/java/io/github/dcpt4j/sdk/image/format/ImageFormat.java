package io.github.dcpt4j.sdk.image.format;

import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.WriteOptions;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** A picture file format: all that the library knows of it. */
public interface ImageFormat {
  /** Returns the name for messages. */
  String label();

  /** Returns the file name extensions in lower case without a dot, the usual one first. */
  List<String> extensions();

  /** Returns the media type, as in "image/png". */
  String mediaType();

  /** Returns what a file of this format can hold. */
  Abilities abilities();

  /**
   * Returns whether a file has this format's signature.
   *
   * @param file the whole file, perhaps shorter than a signature
   */
  boolean matches(ByteBuffer file);

  /**
   * Looks at a file's structure before any pixel is decoded.
   *
   * @param file the whole file, which stays as it is
   * @param limits what it may cost
   * @return what it states, and how to decode it
   * @throws io.github.dcpt4j.sdk.error.PictureException if it is damaged, beyond a limit or not
   *     supported
   * @throws IndexOutOfBoundsException if the file ends before what it states
   */
  Container inspect(byte[] file, ReadLimits limits);

  /**
   * Encodes a picture.
   *
   * @param picture of a kind that the {@link #abilities} name
   * @param metadata goes into the file as it is
   * @param options how to compress
   * @param target receives the file; it stays open
   * @throws IOException if the target cannot be written to
   * @throws io.github.dcpt4j.sdk.error.PictureException if the format cannot hold the picture
   */
  void encode(Picture picture, Metadata metadata, WriteOptions options, OutputStream target)
      throws IOException;
}
