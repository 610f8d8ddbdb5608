package io.github.dcpt4j.exporter.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Writes zip archives byte by byte, also such as no tool would write. */
final class StoredZip {

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int ZIP64_LENGTH = 28;

  private record Entry(String name, int method, int size, int crc, int offset) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Entry> entries = new ArrayList<>();
  private final boolean zip64;

  StoredZip() {
    this(false);
  }

  /** With sizes and places in the fields for large files, if told so. */
  StoredZip(boolean zip64) {
    this.zip64 = zip64;
  }

  StoredZip add(String name, byte[] content) {
    return add(name, 0, content);
  }

  StoredZip add(String name, int method, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    Entry entry = new Entry(name, method, content.length, (int) crc.getValue(), out.size());
    entries.add(entry);
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = little(30 + text.length);
    header.putInt(LOCAL).putShort((short) 20).putShort((short) 0).putShort((short) method);
    header.putInt(0).putInt(entry.crc()).putInt(content.length).putInt(content.length);
    header.putShort((short) text.length).putShort((short) 0).put(text);
    out.writeBytes(header.array());
    out.writeBytes(content);
    return this;
  }

  /** A second name for the content that was added last. */
  StoredZip alias(String name) {
    Entry last = entries.get(entries.size() - 1);
    entries.add(new Entry(name, last.method(), last.size(), last.crc(), last.offset()));
    return this;
  }

  byte[] bytes() {
    int start = out.size();
    for (Entry entry : entries) {
      byte[] text = entry.name().getBytes(StandardCharsets.UTF_8);
      ByteBuffer header = little(46 + text.length + (zip64 ? ZIP64_LENGTH : 0));
      header.putInt(CENTRAL).putShort((short) 45).putShort((short) 45).putShort((short) 0);
      header.putShort((short) entry.method()).putInt(0).putInt(entry.crc());
      header.putInt(zip64 ? -1 : entry.size()).putInt(zip64 ? -1 : entry.size());
      header.putShort((short) text.length).putShort((short) (zip64 ? ZIP64_LENGTH : 0));
      header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      header.putInt(zip64 ? -1 : entry.offset()).put(text);
      if (zip64) {
        header.putShort((short) 1).putShort((short) (ZIP64_LENGTH - 4));
        header.putLong(entry.size()).putLong(entry.size()).putLong(entry.offset());
      }
      out.writeBytes(header.array());
    }
    ByteBuffer end = little(22).putInt(END).putInt(0);
    end.putShort((short) entries.size()).putShort((short) entries.size());
    end.putInt(out.size() - start).putInt(start).putShort((short) 0);
    out.writeBytes(end.array());
    return out.toByteArray();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
