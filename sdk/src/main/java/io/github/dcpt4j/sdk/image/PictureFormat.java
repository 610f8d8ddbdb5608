package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file formats that are read and written. */
public enum PictureFormat {
  /** Portable Network Graphics, lossless. */
  PNG("png"),
  /** JPEG, lossy. */
  JPEG("jpg", "jpeg"),
  /** WebP, lossy or lossless. */
  WEBP("webp"),
  /** Windows bitmap, uncompressed. */
  BMP("bmp"),
  /** Tagged Image File Format, lossless. */
  TIFF("tif", "tiff");

  private final List<String> extensions;

  PictureFormat(String... extensions) {
    this.extensions = List.of(extensions);
  }

  /**
   * Returns the file name extensions of the format in lower case without a dot, the usual first.
   */
  public List<String> extensions() {
    return extensions;
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
                    "The name " + file + " does not end in a picture format: use " + known()));
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
        ? Arrays.stream(values()).filter(format -> format.extensions.contains(extension)).findAny()
        : Optional.empty();
  }

  private static String known() {
    return Arrays.stream(values())
        .flatMap(format -> format.extensions.stream())
        .collect(Collectors.joining(", .", ".", ""));
  }
}
