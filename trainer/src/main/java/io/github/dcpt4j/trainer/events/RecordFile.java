package io.github.dcpt4j.trainer.events;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The framing of TFRecord files: for each record its length (8 bytes), a checksum of the length
 * (4), the record, and a checksum of the record (4), little-endian. Checksums are CRC-32C, rotated
 * right by 15 bits and added to a constant, so that the checksum of data which holds checksums
 * stays strong.
 */
final class RecordFile {

  private static final int HEADER = Long.BYTES + Integer.BYTES;
  private static final int ROTATION = 15;
  private static final int MASK = 0xa282ead8;

  private RecordFile() {}

  /** A record as it stands in a file. */
  static byte[] framed(byte[] record) {
    ByteBuffer bytes = little(ByteBuffer.allocate(HEADER + record.length + Integer.BYTES));
    bytes.putLong(record.length);
    bytes.putInt(checksum(bytes.array(), 0, Long.BYTES));
    bytes.put(record);
    bytes.putInt(checksum(record, 0, record.length));
    return bytes.array();
  }

  /**
   * The records of a file, up to the first that is not whole: its writer was killed, or the machine
   * stopped before it was on the disk.
   */
  static List<byte[]> records(byte[] content) {
    ByteBuffer bytes = little(ByteBuffer.wrap(content));
    List<byte[]> records = new ArrayList<>();
    while (bytes.remaining() >= HEADER) {
      int start = bytes.position();
      long length = bytes.getLong();
      boolean whole =
          bytes.getInt() == checksum(content, start, Long.BYTES)
              && length >= 0
              && length <= bytes.remaining() - Integer.BYTES;
      if (!whole) {
        break;
      }
      byte[] record = new byte[(int) length];
      bytes.get(record);
      if (bytes.getInt() != checksum(record, 0, record.length)) {
        break;
      }
      records.add(record);
    }
    return records;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK;
  }

  private static ByteBuffer little(ByteBuffer buffer) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN);
  }
}
