package io.github.dcpt4j.sdk.image.format.jpeg;

import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first segments of a JPEG: behind the start marker the JFIF segment, which states the
 * resolution, then the colour profile in as many segments as its length takes. OpenCV writes no
 * resolution, and one segment only.
 */
final class JpegHead {
  /** The start marker, and the marker and the 16 bytes of the JFIF segment. */
  static final int LENGTH = 20;

  private static final byte[] NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SEGMENT = 0xffe2;
  private static final int UNIT = 13;
  private static final int DENSITY = 14;
  private static final int LARGEST_DENSITY = 0xffff;
  // A segment's 65535 bytes hold its length, the name, and number and count of the parts.
  private static final int LONGEST_PART = 0xffff - Short.BYTES - NAME.length - 2;

  private JpegHead() {}

  /** Returns whether a profile is short enough for the 255 segments that there can be. */
  static boolean fits(byte[] profile) {
    return profile.length <= 0xff * LONGEST_PART;
  }

  /** Returns the head with what the metadata adds. */
  static byte[] with(Metadata metadata, byte[] head) {
    metadata.resolution().ifPresent(resolution -> state(resolution, ByteBuffer.wrap(head)));
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    target.writeBytes(head);
    metadata.iccProfile().ifPresent(profile -> write(profile, target));
    return target.toByteArray();
  }

  /** Reads the resolution of a JFIF segment's content. */
  static Optional<Resolution> resolution(ByteBuffer file, int content) {
    int density = content + DENSITY - 6;
    int unit = file.get(content + UNIT - 6);
    return Resolution.ofStated(
        file.getShort(density) & 0xffff,
        file.getShort(density + Short.BYTES) & 0xffff,
        unit == 1 ? Unit.INCH : unit == 2 ? Unit.CENTIMETRE : Unit.NONE);
  }

  private static void state(Resolution resolution, ByteBuffer head) {
    Resolution stated = resolution.unit() == Unit.METRE ? resolution.in(Unit.INCH) : resolution;
    double largest = Math.max(stated.horizontal(), stated.vertical());
    if (largest <= LARGEST_DENSITY) {
      int unit = stated.unit() == Unit.INCH ? 1 : stated.unit() == Unit.CENTIMETRE ? 2 : 0;
      head.put(UNIT, (byte) unit)
          .putShort(DENSITY, (short) Math.max(1, Math.rint(stated.horizontal())))
          .putShort(DENSITY + Short.BYTES, (short) Math.max(1, Math.rint(stated.vertical())));
    }
  }

  private static void write(byte[] profile, ByteArrayOutputStream target) {
    int parts = (profile.length - 1) / LONGEST_PART + 1;
    for (int part = 0; part < parts; part++) {
      int start = part * LONGEST_PART;
      int length = Math.min(LONGEST_PART, profile.length - start);
      writeShort(SEGMENT, target);
      writeShort(Short.BYTES + NAME.length + 2 + length, target);
      target.writeBytes(NAME);
      target.write(part + 1);
      target.write(parts);
      target.write(profile, start, length);
    }
  }

  private static void writeShort(int value, ByteArrayOutputStream target) {
    target.write(value >> 8);
    target.write(value);
  }
}
