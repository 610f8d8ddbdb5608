package io.github.dcpt4j.trainer.events;

import io.github.dcpt4j.trainer.events.schema.Event;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads event logs as another program does: with its own framing and its own checksum. */
public final class EventFiles {

  private EventFiles() {}

  /** The log's files in the order in which they are read. */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.getFileName().toString().contains("tfevents"))
          .sorted()
          .toList();
    }
  }

  /** The steps at which a tag has a value, in the order of the records. */
  public static List<Long> steps(Path folder, String tag) throws IOException {
    List<Long> steps = new ArrayList<>();
    for (Path file : in(folder)) {
      for (Event event : events(file)) {
        if (event.getSummary().getValueList().stream().anyMatch(v -> v.getTag().equals(tag))) {
          steps.add(event.getStep());
        }
      }
    }
    return steps;
  }

  static List<Event> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] header = new byte[Long.BYTES];
      bytes.get(header);
      requireEqual(bytes.getInt(), masked(header));
      long length = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] record = new byte[(int) length];
      bytes.get(record);
      requireEqual(bytes.getInt(), masked(record));
      events.add(Event.parseFrom(record));
    }
    return events;
  }

  private static void requireEqual(int stored, int computed) {
    if (stored != computed) {
      throw new AssertionError("a checksum is %x instead of %x".formatted(stored, computed));
    }
  }

  static int masked(byte[] data) {
    int crc = crc32c(data);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  /** Bit by bit, with the reflected polynomial of Castagnoli. */
  static int crc32c(byte[] data) {
    int crc = ~0;
    for (byte value : data) {
      crc ^= value & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
      }
    }
    return ~crc;
  }
}
