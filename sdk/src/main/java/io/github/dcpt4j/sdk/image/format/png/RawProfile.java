package io.github.dcpt4j.sdk.image.format.png;

import io.github.dcpt4j.sdk.image.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * EXIF data as hexadecimal text, which ImageMagick and others wrote before there was a chunk for
 * it: a line end, a name, the number of bytes, and the digits in lines.
 */
final class RawProfile {
  private static final String EXIF = "Raw profile type exif\0";
  private static final String SEGMENT = "Raw profile type APP1\0";
  private static final Pattern HEAD = Pattern.compile("\\n\\s*\\w+\\s*\\n\\s*(\\d{1,9})\\s*\\n");
  private static final int LONGEST_HEAD = 200;
  private static final int HEXADECIMAL = 16;

  private RawProfile() {}

  /** Returns whether a text chunk's name says that it holds EXIF data. */
  static boolean isExif(ByteBuffer content) {
    return Bytes.areAt(content, 0, EXIF) || Bytes.areAt(content, 0, SEGMENT);
  }

  /** Returns the bytes; nothing if there are fewer than stated, or other letters. */
  static Optional<byte[]> decoded(byte[] text) {
    String head =
        new String(text, 0, Math.min(text.length, LONGEST_HEAD), StandardCharsets.ISO_8859_1);
    Matcher matcher = HEAD.matcher(head);
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    int length = Integer.parseInt(matcher.group(1));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int high = -1;
    for (int i = matcher.end(); i < text.length && bytes.size() < length; i++) {
      int digit = Character.digit(text[i], HEXADECIMAL);
      if (digit < 0 && text[i] > ' ') {
        return Optional.empty();
      }
      if (digit >= 0 && high >= 0) {
        bytes.write(high << 4 | digit);
        high = -1;
      } else if (digit >= 0) {
        high = digit;
      }
    }
    return bytes.size() == length ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }
}
