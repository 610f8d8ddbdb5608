package io.github.dcpt4j.sdk.image.codec;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.format.ImageFormat;
import io.github.dcpt4j.sdk.image.format.bmp.BmpFormat;
import io.github.dcpt4j.sdk.image.format.jpeg.JpegFormat;
import io.github.dcpt4j.sdk.image.format.png.PngFormat;
import io.github.dcpt4j.sdk.image.format.tiff.TiffFormat;
import io.github.dcpt4j.sdk.image.format.webp.WebpFormat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file formats that are read and written: the one list of them. */
public enum PictureFormat {
  /** Portable Network Graphics, lossless. */
  PNG(new PngFormat()),
  /** JPEG, lossy. */
  JPEG(new JpegFormat()),
  /** WebP, lossy or lossless. */
  WEBP(new WebpFormat()),
  /** Windows bitmap, uncompressed. */
  BMP(new BmpFormat()),
  /** Tagged Image File Format, lossless. */
  TIFF(new TiffFormat());

  private final ImageFormat format;

  PictureFormat(ImageFormat format) {
    this.format = format;
  }

  /** Returns the name for messages. */
  public String label() {
    return format.label();
  }

  /**
   * Returns the file name extensions of the format in lower case without a dot, the usual first.
   */
  public List<String> extensions() {
    return format.extensions();
  }

  /** Returns the media type, as in "image/png". */
  public String mediaType() {
    return format.mediaType();
  }

  /** Returns what a file of the format can hold. */
  public Abilities abilities() {
    return format.abilities();
  }

  /**
   * Returns the format that a file's name stands for.
   *
   * @param file a path whose last name has an extension
   * @throws PictureException if the name has none or an unknown one
   */
  public static PictureFormat ofName(Path file) {
    return tryOfName(file)
        .orElseThrow(
            () ->
                new PictureException(
                    PictureException.Kind.UNKNOWN_FORMAT,
                    "The name "
                        + file
                        + " does not end in a picture format: use "
                        + allExtensions()));
  }

  /**
   * Returns the format that a file's name stands for, if its extension is known.
   *
   * @param file any path
   */
  public static Optional<PictureFormat> tryOfName(Path file) {
    Path last = file.getFileName();
    String name = last == null ? "" : last.toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return name.contains(".")
        ? Arrays.stream(values())
            .filter(format -> format.extensions().contains(extension))
            .findAny()
        : Optional.empty();
  }

  /**
   * Returns the format whose signature a file has, if it is one of these.
   *
   * @param file the content, perhaps shorter than a signature
   */
  public static Optional<PictureFormat> ofContent(ByteBuffer file) {
    return Arrays.stream(values()).filter(format -> format.format.matches(file)).findFirst();
  }

  /** Returns all extensions, for messages: ".png, .jpg, ...". */
  public static String allExtensions() {
    return Arrays.stream(values())
        .flatMap(format -> format.extensions().stream())
        .collect(Collectors.joining(", .", ".", ""));
  }

  /** Returns the names of all formats, for messages: "PNG, JPEG, ...". */
  public static String allLabels() {
    return Arrays.stream(values()).map(PictureFormat::label).collect(Collectors.joining(", "));
  }

  ImageFormat format() {
    return format;
  }
}
