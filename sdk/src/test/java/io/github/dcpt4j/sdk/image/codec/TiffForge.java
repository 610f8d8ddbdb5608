package io.github.dcpt4j.sdk.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Builds TIFF files entry by entry, right or wrong, least significant byte first. */
final class TiffForge {
  static final int SHORT = 3;
  static final int LONG = 4;
  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  private final List<int[]> entries = new ArrayList<>();
  private byte[] data = new byte[0];

  /** A grey picture of 8 bits in one strip of data. */
  static TiffForge grey(int width, int height, byte[] strip) {
    TiffForge forge = new TiffForge();
    forge.data = strip;
    return forge
        .with(256, LONG, 1, width)
        .with(257, LONG, 1, height)
        .with(258, SHORT, 1, 8)
        .with(259, SHORT, 1, 1)
        .with(262, SHORT, 1, 1)
        .with(273, LONG, 1, HEADER)
        .with(277, SHORT, 1, 1)
        .with(278, LONG, 1, height)
        .with(279, LONG, 1, strip.length);
  }

  /** Adds an entry, or takes the place of one with the same tag. */
  TiffForge with(int tag, int type, int count, int value) {
    entries.removeIf(entry -> entry[0] == tag);
    entries.add(new int[] {tag, type, count, value});
    return this;
  }

  TiffForge without(int tag) {
    entries.removeIf(entry -> entry[0] == tag);
    return this;
  }

  /** Returns where bytes will lie that are added to the data, behind the header. */
  int add(byte[] more) {
    int place = HEADER + data.length;
    data = ByteBuffer.allocate(data.length + more.length).put(data).put(more).array();
    return place;
  }

  /** Returns where the directory stands when nothing more is added. */
  int end() {
    return HEADER + data.length + (data.length & 1);
  }

  /** The file, in which the directory stands behind the data. */
  byte[] file() {
    return fileFollowedBy(0);
  }

  /** The file, whose directory names another as the next. */
  byte[] fileFollowedBy(int next) {
    entries.sort((one, other) -> one[0] - other[0]);
    ByteBuffer file =
        ByteBuffer.allocate(end() + 2 + entries.size() * ENTRY + 4).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(end());
    file.put(data).position(end());
    file.putShort((short) entries.size());
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) entry[1]);
      file.putInt(entry[2]).putInt(entry[3]);
    }
    file.putInt(next);
    return file.array();
  }

  /** Numbers as bytes, least significant first. */
  static byte[] longs(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      bytes.putInt(number);
    }
    return bytes.array();
  }
}
