package io.github.dcpt4j.exporter.torch;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes a pickle, instruction by instruction. */
final class PickleBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleBytes() {
    op(0x80, 2);
  }

  PickleBytes op(int... bytes) {
    for (int value : bytes) {
      out.write(value);
    }
    return this;
  }

  PickleBytes op(char... instructions) {
    for (char instruction : instructions) {
      out.write(instruction);
    }
    return this;
  }

  /** An instruction with a length of four or eight bytes; what it announces is left to come. */
  PickleBytes length(int instruction, int bytes, long length) {
    byte[] all =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    out.write(instruction);
    out.write(all, 0, bytes);
    return this;
  }

  PickleBytes text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    length('X', Integer.BYTES, bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  PickleBytes lines(char instruction, String... lines) {
    out.write(instruction);
    for (String line : lines) {
      out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  PickleBytes global(String module, String name) {
    return lines('c', module, name);
  }

  PickleBytes integer(long value) {
    byte[] bytes = BigInteger.valueOf(value).toByteArray();
    out.write(0x8a);
    out.write(bytes.length);
    for (int i = bytes.length - 1; i >= 0; i--) {
      out.write(bytes[i]);
    }
    return this;
  }

  PickleBytes integers(long... values) {
    op('(');
    for (long value : values) {
      // Small numbers come as such, and so as another Java type.
      if (value >= 0 && value < 256) {
        op('K', (int) value);
      } else {
        integer(value);
      }
    }
    return op('t');
  }

  PickleBytes storage(String kind, String key, long count) {
    op('(').text("storage").global("torch", kind).text(key).text("cpu").integer(count);
    return op('t', 'Q');
  }

  PickleBytes tensor(String kind, String key, long count, long offset, long[]... shapeAndStrides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage(kind, key, count).integer(offset);
    integers(shapeAndStrides[0]).integers(shapeAndStrides[1]);
    return op(0x89).global("collections", "OrderedDict").op(')', 'R').op('t', 'R');
  }

  /** A tensor of floats that lie one after the other. */
  PickleBytes floats(String key, int count) {
    return tensor("FloatStorage", key, count, 0, new long[] {count}, new long[] {1});
  }

  byte[] stop() {
    op('.');
    return out.toByteArray();
  }

  /** Bytes so far, for the middle of something else. */
  PickleBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }
}
