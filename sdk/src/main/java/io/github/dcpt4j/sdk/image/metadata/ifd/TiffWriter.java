package io.github.dcpt4j.sdk.image.metadata.ifd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes a TIFF structure of directories. */
public final class TiffWriter {
  private static final int MAKER_NOTE = 0x927c;
  private static final int HEADER_LENGTH = 8;
  private static final int ENTRY_LENGTH = 12;
  private static final int INLINE_LENGTH = 4;
  // No EXIF block of a JPEG is longer; notes that lie behind come from a TIFF file's end.
  private static final int LAST_NOTE = 65_536;

  private final ByteOrder order;
  // Where values lie that are too long for their entry.
  private final Map<IfdEntry, Integer> places = new HashMap<>();
  // What lies before in the same file.
  private final int base;
  private int cursor;
  private int noteStart;
  private int noteEnd;

  private TiffWriter(ByteOrder order, int base) {
    this.order = order;
    this.base = base;
    cursor = base;
  }

  /**
   * Writes a structure of its own.
   *
   * @param first the first directory with all that it points at
   * @param order the byte order of its values
   * @return the structure from its header on
   */
  public static byte[] write(TiffDirectory first, ByteOrder order) {
    TiffWriter writer = new TiffWriter(order, 0);
    writer.cursor = HEADER_LENGTH;
    writer.keepNoteInPlace(first);
    Placed main = writer.place(first);
    ByteBuffer target = writer.target();
    byte mark = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    target.put(mark).put(mark).putShort((short) 42).putInt(main.start());
    writer.put(main, target);
    return target.array();
  }

  /**
   * Writes a directory without its header, to stand behind other bytes of a file.
   *
   * @param directory the directory with all that it points at
   * @param order the byte order of its values
   * @param base where in the file it begins, an even number
   */
  public static byte[] writeAt(int base, TiffDirectory directory, ByteOrder order) {
    TiffWriter writer = new TiffWriter(order, base);
    Placed main = writer.place(directory);
    ByteBuffer target = writer.target();
    writer.put(main, target);
    return target.array();
  }

  private ByteBuffer target() {
    return ByteBuffer.allocate(Math.max(cursor, noteEnd) - base).order(order);
  }

  private void keepNoteInPlace(TiffDirectory directory) {
    directory.inner().values().forEach(this::keepNoteInPlace);
    IfdEntry note = directory.entries().get(MAKER_NOTE);
    if (note != null
        && note.value().limit() > INLINE_LENGTH
        && note.offset() >= HEADER_LENGTH
        && note.offset() <= LAST_NOTE) {
      noteStart = note.offset();
      noteEnd = noteStart + note.value().limit();
      places.put(note, noteStart);
    }
  }

  private Placed place(TiffDirectory directory) {
    int count = directory.entries().size() + directory.inner().size();
    int start = claim(Short.BYTES + count * ENTRY_LENGTH + Integer.BYTES);
    for (IfdEntry entry : directory.entries().values()) {
      if (entry.value().limit() > INLINE_LENGTH && !places.containsKey(entry)) {
        places.put(entry, claim(entry.value().limit()));
      }
    }
    Map<Integer, Placed> inner = new TreeMap<>();
    directory.inner().forEach((tag, child) -> inner.put(tag, place(child)));
    return new Placed(start, directory.entries(), inner);
  }

  /** Takes the next free place, at an even offset, before or behind the note. */
  private int claim(int length) {
    int start = even(cursor);
    if (start < noteEnd && start + length > noteStart) {
      start = even(noteEnd);
    }
    cursor = Math.addExact(start, length);
    return start;
  }

  private void put(Placed directory, ByteBuffer target) {
    Map<Integer, IfdEntry> entries = new TreeMap<>(directory.entries());
    directory
        .inner()
        .forEach(
            (tag, child) ->
                entries.put(tag, IfdEntry.of(tag, IfdEntry.TYPE_LONG, child.start(), order)));
    target.position(directory.start() - base).putShort((short) entries.size());
    for (IfdEntry entry : entries.values()) {
      put(entry, target);
    }
    // No directory follows: the second would be the thumbnail's.
    target.putInt(0);
    directory.inner().values().forEach(child -> put(child, target));
  }

  private void put(IfdEntry entry, ByteBuffer target) {
    int position = target.position();
    target.putShort((short) entry.tag()).putShort((short) entry.type()).putInt(entry.count());
    Integer away = places.get(entry);
    if (away == null) {
      target.put(entry.value().array());
    } else {
      target.putInt(away).put(away - base, entry.value().array());
    }
    target.position(position + ENTRY_LENGTH);
  }

  private static int even(int offset) {
    return offset + (offset & 1);
  }

  /** A directory that has its place. */
  private record Placed(int start, Map<Integer, IfdEntry> entries, Map<Integer, Placed> inner) {}
}
