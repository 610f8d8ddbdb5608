package io.github.dcpt4j.sdk.image.codec;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Formats that are not read and that people take for pictures all the same: a refusal names them.
 */
enum ForeignFormat {
  BIG_TIFF("BigTIFF", "II\\+\0|MM\0\\+"),
  GIF("GIF", "GIF8[79]a"),
  HEIC("HEIC", "....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)"),
  AVIF("AVIF", "....ftyp(avif|avis)"),
  JPEG_XL("JPEG XL", "\u00ff\n|\0\0\0\fJXL "),
  JPEG_2000("JPEG 2000", "\0\0\0\fjP  |\u00ffO\u00ffQ"),
  PDF("PDF", "%PDF-"),
  PHOTOSHOP("Photoshop", "8BPS"),
  ICON("ICO", "\0\0[\u0001\u0002]\0"),
  SVG(
      "SVG",
      "(\u00ef\u00bb\u00bf)?\\s*(<\\?xml.*?)?(<!--.*?-->\\s*)*(<!DOCTYPE\\s+svg.*?)?<svg\\b");

  private static final int HEAD = 1024;

  private final String label;
  private final Pattern signature;

  ForeignFormat(String label, String signature) {
    this.label = label;
    this.signature = Pattern.compile(signature, Pattern.DOTALL);
  }

  /** Returns the error for a file of none of the formats that are read. */
  static PictureException refusal(ByteBuffer file) {
    byte[] head = Bytes.copy(file, 0, Math.min(HEAD, file.limit()));
    String text = new String(head, StandardCharsets.ISO_8859_1);
    Optional<ForeignFormat> known =
        Arrays.stream(values())
            .filter(format -> format.signature.matcher(text).lookingAt())
            .findFirst();
    String all = PictureFormat.allLabels();
    return new PictureException(
        PictureException.Kind.UNKNOWN_FORMAT,
        known
            .map(
                format ->
                    format.label + " is not supported: save the picture as one of " + all + ".")
            .orElse("The file is not a picture of a format that is read: " + all + "."));
  }
}
