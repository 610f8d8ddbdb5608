package io.github.dcpt4j.sdk.image.metadata.ifd;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads the directories of a TIFF structure, which holds pictures as well as EXIF data. Entries
 * that cannot be are left out alone, and counted. Values are copied, but never more of them than
 * the structure has bytes: entries that share their values cannot blow it up.
 */
public final class TiffReader {
  private static final int ENTRY_LENGTH = 12;
  private static final int INLINE_LENGTH = 4;

  private final ByteBuffer file;
  private final Set<Integer> repeated = new TreeSet<>();
  private long budget;
  private int broken;

  /**
   * Opens a structure.
   *
   * @param structure from its header on
   * @throws PictureException if it has no TIFF header
   */
  public TiffReader(ByteBuffer structure) {
    if (!matches(structure)) {
      throw new PictureException(
          PictureException.Kind.DAMAGED, "There is no TIFF header: the data is damaged.");
    }
    file = structure.duplicate().order(order(structure));
    budget = structure.limit();
  }

  /** Returns whether bytes begin with a TIFF header. */
  public static boolean matches(ByteBuffer file) {
    return Bytes.areAt(file, 0, "II*\0") || Bytes.areAt(file, 0, "MM\0*");
  }

  /** Returns the byte order of all numbers. */
  public ByteOrder order() {
    return file.order();
  }

  /** Returns the number of entries that were left out so far. */
  public int broken() {
    return broken;
  }

  /** Returns the tags that a directory held more than once; the first entry counts. */
  public Set<Integer> repeated() {
    return Set.copyOf(repeated);
  }

  /**
   * Reads the first directory.
   *
   * @throws IndexOutOfBoundsException if it lies beyond the end
   */
  public Map<Integer, IfdEntry> first() {
    return directory(file.getInt(4));
  }

  /** Returns whether another directory, as that of a second page, follows the first. */
  public boolean hasSecond() {
    int first = file.getInt(4);
    long end = first + 2L + (file.getShort(first) & 0xffff) * (long) ENTRY_LENGTH;
    return end + Integer.BYTES <= file.limit() && file.getInt((int) end) != 0;
  }

  /**
   * Reads a directory.
   *
   * @param offset where it lies
   * @return the entries by tag
   * @throws IndexOutOfBoundsException if it lies beyond the end
   */
  public Map<Integer, IfdEntry> directory(int offset) {
    int count = file.getShort(offset) & 0xffff;
    Map<Integer, IfdEntry> entries = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      long position = offset + 2L + (long) i * ENTRY_LENGTH;
      if (position + ENTRY_LENGTH > file.limit()) {
        broken += count - i;
        break;
      }
      add((int) position, entries);
    }
    return entries;
  }

  private void add(int position, Map<Integer, IfdEntry> entries) {
    int tag = file.getShort(position) & 0xffff;
    int type = file.getShort(position + 2) & 0xffff;
    long elements = file.getInt(position + 4) & 0xffffffffL;
    long length = elements * IfdEntry.elementSize(type);
    long start = length <= INLINE_LENGTH ? position + 8L : file.getInt(position + 8) & 0xffffffffL;
    if (entries.containsKey(tag)) {
      repeated.add(tag);
    } else if (length > 0 && start + length <= file.limit() && length <= budget) {
      budget -= length;
      byte[] bytes = new byte[(int) length];
      file.get((int) start, bytes);
      ByteBuffer value = ByteBuffer.wrap(bytes).order(file.order());
      entries.put(tag, new IfdEntry(tag, type, (int) elements, value, (int) start));
    } else if (elements > 0) {
      broken++;
    }
  }

  private static ByteOrder order(ByteBuffer file) {
    return file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }
}
