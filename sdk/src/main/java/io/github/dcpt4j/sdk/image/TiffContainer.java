package io.github.dcpt4j.sdk.image;

import io.github.dcpt4j.sdk.error.PictureException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** TIFF: a directory of tagged values states the size and where each strip or tile lies. */
final class TiffContainer {
  private static final int ENTRY_LENGTH = 12;
  private static final int TYPE_BYTE = 1;
  private static final int TYPE_SHORT = 3;
  private static final int TYPE_LONG = 4;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int STRIP_OFFSETS = 273;
  private static final int STRIP_LENGTHS = 279;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_LENGTHS = 325;
  private static final int DEEPEST_SAMPLE = 16;

  private final ByteBuffer file;
  private final Map<Integer, Integer> entries = new HashMap<>();

  private TiffContainer(ByteBuffer file) {
    this.file = file;
  }

  static boolean matches(ByteBuffer file) {
    return Container.hasAt(file, 0, "II*\0") || Container.hasAt(file, 0, "MM\0*");
  }

  static Container read(ByteBuffer file) {
    ByteOrder order = file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return new TiffContainer(file.duplicate().order(order)).read();
  }

  private Container read() {
    int directory = file.getInt(4);
    int count = file.getShort(directory) & 0xffff;
    for (int i = 0; i < count; i++) {
      int entry = directory + 2 + i * ENTRY_LENGTH;
      entries.put(file.getShort(entry) & 0xffff, entry);
    }
    if (entries.containsKey(BITS_PER_SAMPLE) && value(BITS_PER_SAMPLE, 0) > DEEPEST_SAMPLE) {
      throw new PictureException(
          "The TIFF picture has more than 16 bits per sample: convert it to 8 or 16 bits.");
    }
    requireData(STRIP_OFFSETS, STRIP_LENGTHS);
    requireData(TILE_OFFSETS, TILE_LENGTHS);
    return new Container(PictureFormat.TIFF, side(WIDTH), side(HEIGHT));
  }

  private void requireData(int offsets, int lengths) {
    if (!entries.containsKey(offsets) || !entries.containsKey(lengths)) {
      return;
    }
    for (int i = 0; i < length(offsets); i++) {
      Container.requireLength(file, value(offsets, i) + value(lengths, i));
    }
  }

  private int side(int tag) {
    return (int) Math.min(value(tag, 0), Integer.MAX_VALUE);
  }

  private long length(int tag) {
    return file.getInt(entry(tag) + 4) & 0xffffffffL;
  }

  private long value(int tag, int index) {
    int entry = entry(tag);
    int size = size(file.getShort(entry + 2));
    // Up to four bytes of values lie in the entry itself.
    int start = length(tag) * size <= 4 ? entry + 8 : file.getInt(entry + 8);
    int position = start + index * size;
    return switch (size) {
      case 1 -> file.get(position) & 0xff;
      case 2 -> file.getShort(position) & 0xffff;
      default -> file.getInt(position) & 0xffffffffL;
    };
  }

  private int entry(int tag) {
    Integer entry = entries.get(tag);
    if (entry == null) {
      throw damaged();
    }
    return entry;
  }

  private static int size(int type) {
    return switch (type) {
      case TYPE_BYTE -> Byte.BYTES;
      case TYPE_SHORT -> Short.BYTES;
      case TYPE_LONG -> Integer.BYTES;
      default -> throw damaged();
    };
  }

  private static PictureException damaged() {
    return new PictureException("The TIFF picture is damaged: copy the file again.");
  }
}
