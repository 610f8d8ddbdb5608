package io.github.dcpt4j.sdk.image.format.jpeg;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Puts a colour profile into a JPEG that is written through it: behind the start marker and the
 * JFIF segment that must follow it, in as many segments as its length takes. OpenCV writes one
 * segment only.
 */
final class JpegProfileStream extends FilterOutputStream {
  private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SEGMENT = 0xffe2;
  // The start marker, and the marker and the 16 bytes of the JFIF segment
  private static final int HEAD_LENGTH = 20;
  // A segment's 65535 bytes hold its length, the name, and number and count of the parts.
  private static final int LONGEST_PART = 0xffff - Short.BYTES - NAME.length - 2;

  private final byte[] profile;
  private int written;

  JpegProfileStream(OutputStream target, byte[] profile) {
    super(target);
    this.profile = profile;
  }

  /** Returns whether a profile is short enough for the 255 segments that there can be. */
  static boolean fits(byte[] profile) {
    return profile.length <= 0xff * LONGEST_PART;
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    written++;
    if (written == HEAD_LENGTH) {
      writeProfile();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int next = offset;
    int end = offset + length;
    while (written < HEAD_LENGTH && next < end) {
      write(bytes[next++]);
    }
    out.write(bytes, next, end - next);
  }

  private void writeProfile() throws IOException {
    int parts = (profile.length - 1) / LONGEST_PART + 1;
    for (int part = 0; part < parts; part++) {
      int start = part * LONGEST_PART;
      int length = Math.min(LONGEST_PART, profile.length - start);
      writeShort(SEGMENT);
      writeShort(Short.BYTES + NAME.length + 2 + length);
      out.write(NAME);
      out.write(part + 1);
      out.write(parts);
      out.write(profile, start, length);
    }
  }

  private void writeShort(int value) throws IOException {
    out.write(value >> 8);
    out.write(value);
  }
}
