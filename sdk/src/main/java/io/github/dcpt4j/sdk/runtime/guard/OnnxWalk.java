package io.github.dcpt4j.sdk.runtime.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A walk through the protobuf messages of an ONNX file, down to every place that can name a file of
 * external data. It skips all else without reading it, such as gigabytes of weights; on its way it
 * refuses tensors of types that do not exist, which crash ONNX Runtime.
 */
public final class OnnxWalk {
  // As deep as protobuf's own readers go.
  private static final int MAXIMUM_DEPTH = 100;

  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FOUR_BYTES = 5;

  private static final int TENSOR_TYPE = 2;
  private static final int LAST_TENSOR_TYPE = 23;

  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;

  /** The messages within each message, by the numbers of their fields. */
  private static final Map<Message, Map<Integer, Message>> CHILDREN =
      Map.of(
          Message.MODEL,
          Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
          Message.TRAINING,
          Map.of(1, Message.GRAPH, 2, Message.GRAPH),
          Message.FUNCTION,
          Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
          Message.GRAPH,
          Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
          Message.NODE,
          Map.of(5, Message.ATTRIBUTE),
          Message.ATTRIBUTE,
          Map.of(
              5, Message.TENSOR,
              6, Message.GRAPH,
              10, Message.TENSOR,
              11, Message.GRAPH,
              22, Message.SPARSE_TENSOR,
              23, Message.SPARSE_TENSOR),
          Message.SPARSE_TENSOR,
          Map.of(1, Message.TENSOR, 2, Message.TENSOR),
          Message.TENSOR,
          Map.of(13, Message.EXTERNAL_DATA),
          Message.EXTERNAL_DATA,
          Map.of());

  private final Bytes bytes;
  private final Set<String> locations = new LinkedHashSet<>();
  private long position;

  OnnxWalk(Bytes bytes) {
    this.bytes = bytes;
  }

  /** The bytes of a file by their place. */
  @FunctionalInterface
  interface Bytes {
    byte at(long position) throws IOException;
  }

  /** Says that the bytes are no protobuf messages. */
  static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedException() {
      super("it is damaged or no ONNX file");
    }
  }

  /** The standard's messages that lead to external data. */
  private enum Message {
    MODEL,
    TRAINING,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
    EXTERNAL_DATA
  }

  /**
   * Walks through a file.
   *
   * @param size number of bytes
   * @return the paths of all files that it names, as it names them
   * @throws MalformedException if the bytes are no protobuf messages
   */
  Set<String> externalLocations(long size) throws IOException {
    walk(Message.MODEL, size, 0);
    return locations;
  }

  private void walk(Message message, long end, int depth) throws IOException {
    if (depth > MAXIMUM_DEPTH) {
      throw new MalformedException();
    }
    String key = "";
    String value = "";
    while (position < end) {
      // Readers take the low 32 bits of a tag.
      int tag = (int) varint(end);
      int field = tag >>> 3;
      if (message == Message.TENSOR && tag == (TENSOR_TYPE << 3 | VARINT)) {
        requireKnownType((int) varint(end));
        continue;
      }
      long next = fieldEnd(tag & 7, end);
      if ((tag & 7) == LENGTH_DELIMITED) {
        Message child = CHILDREN.get(message).get(field);
        if (child != null) {
          walk(child, next, depth + 1);
        } else if (message == Message.EXTERNAL_DATA && field == ENTRY_KEY) {
          key = text(next);
        } else if (message == Message.EXTERNAL_DATA && field == ENTRY_VALUE) {
          value = text(next);
        }
      }
      position = next;
    }
    if (key.equals("location")) {
      locations.add(value);
    }
  }

  /** ONNX Runtime 1.23.2 looks types up in a table without a look at its end. */
  private static void requireKnownType(int type) {
    if (type < 0 || type > LAST_TENSOR_TYPE) {
      throw new MalformedException();
    }
  }

  private long fieldEnd(int wireType, long end) throws IOException {
    long length;
    switch (wireType) {
      case VARINT -> {
        varint(end);
        length = 0;
      }
      case EIGHT_BYTES -> length = Long.BYTES;
      case FOUR_BYTES -> length = Integer.BYTES;
      case LENGTH_DELIMITED -> length = varint(end);
      default -> throw new MalformedException();
    }
    if (length < 0 || length > end - position) {
      throw new MalformedException();
    }
    return position + length;
  }

  private long varint(long end) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position >= end) {
        throw new MalformedException();
      }
      byte next = bytes.at(position++);
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException();
  }

  private String text(long end) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (position < end) {
      text.write(bytes.at(position++));
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
