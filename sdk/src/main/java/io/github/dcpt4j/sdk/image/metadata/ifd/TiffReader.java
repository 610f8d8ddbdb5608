package io.github.dcpt4j.sdk.image.metadata.ifd;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the directories of a TIFF structure, which holds pictures as well as EXIF data. Values are
 * copied, but never more of them than the structure has bytes: entries that share their values
 * cannot blow it up.
 */
public final class TiffReader {
  private static final int ENTRY_LENGTH = 12;
  private static final int INLINE_LENGTH = 4;

  private final ByteBuffer file;
  private long budget;

  /**
   * Opens a structure.
   *
   * @param structure from its header on
   * @throws PictureException if it has no TIFF header
   */
  public TiffReader(ByteBuffer structure) {
    if (!matches(structure)) {
      throw new PictureException("There is no TIFF header: the data is damaged.");
    }
    file = structure.duplicate().order(order(structure));
    budget = structure.limit();
  }

  public static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "II*\0") || Bytes.areAt(file, 0, "MM\0*");
  }

  public ByteOrder order() {
    return file.order();
  }

  /**
   * Reads the first directory.
   *
   * @throws IndexOutOfBoundsException if it lies beyond the end
   */
  public Map<Integer, IfdEntry> first() {
    return directory(file.getInt(4));
  }

  /**
   * Reads a directory. Entries that cannot be are left out.
   *
   * @param offset where it lies
   * @return the entries by tag
   * @throws IndexOutOfBoundsException if it lies beyond the end
   */
  public Map<Integer, IfdEntry> directory(int offset) {
    int count = file.getShort(offset) & 0xffff;
    Map<Integer, IfdEntry> entries = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      int position = offset + 2 + i * ENTRY_LENGTH;
      int type = file.getShort(position + 2) & 0xffff;
      long elements = file.getInt(position + 4) & 0xffffffffL;
      long length = elements * IfdEntry.elementSize(type);
      long start =
          length <= INLINE_LENGTH ? position + 8L : file.getInt(position + 8) & 0xffffffffL;
      if (length > 0 && start + length <= file.limit()) {
        int tag = file.getShort(position) & 0xffff;
        entries.put(
            tag, new IfdEntry(tag, type, (int) elements, value(start, length), (int) start));
      }
    }
    return entries;
  }

  private ByteBuffer value(long start, long length) {
    budget -= length;
    if (budget < 0) {
      throw new PictureException("The TIFF data repeats itself: the file is damaged.");
    }
    byte[] bytes = new byte[(int) length];
    file.get((int) start, bytes);
    return ByteBuffer.wrap(bytes).order(file.order());
  }

  private static ByteOrder order(ByteBuffer file) {
    return file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }
}
