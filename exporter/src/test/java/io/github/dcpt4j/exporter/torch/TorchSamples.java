package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Small PyTorch files. */
final class TorchSamples {

  /** What {@link #zip} and {@link #stream} hold. */
  static final Map<String, Tensor> CONTENT =
      Map.of(
          "a.weight", new Tensor(List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
          "b", new Tensor(List.of(3, 2), new float[] {1, 4, 2, 5, 3, 6}),
          "half", new Tensor(List.of(2), new float[] {1, -2}));

  private TorchSamples() {}

  /** A training checkpoint: weights under params, and other things beside them. */
  static byte[] pickle() {
    return new PickleBytes()
        .op('}', '(')
        .text("params")
        .global("collections", "OrderedDict")
        .op(')', 'R', '(')
        .text("a.weight")
        .tensor("FloatStorage", "7", 6, 0, new long[] {2, 3}, new long[] {3, 1})
        .text("b")
        .tensor("FloatStorage", "7", 6, 0, new long[] {3, 2}, new long[] {1, 3})
        .text("half")
        .tensor("HalfStorage", "9", 2, 0, new long[] {2}, new long[] {1})
        .op('u')
        .text("epoch")
        .integer(70_000)
        .text("optimizer")
        .op('}', '(')
        .integer(3)
        .op('}')
        .text("betas")
        .op('G', 0x3f, 0xe0, 0, 0, 0, 0, 0, 0, 'N', 0x86)
        .op('u', 'u')
        .stop();
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private static byte[] seventh() {
    return floats(1, 2, 3, 4, 5, 6);
  }

  private static byte[] ninth() {
    return new byte[] {0, 0x3c, 0, (byte) 0xc0};
  }

  /** An archive of a pickle and the storages 7 (six floats) and 9 (two halves). */
  static StoredZip archive(byte[] pickle) {
    return archive(new StoredZip(), pickle);
  }

  static StoredZip archive(StoredZip zip, byte[] pickle) {
    return zip.add("x/data.pkl", pickle).add("x/data/7", seventh()).add("x/data/9", ninth());
  }

  static byte[] zip() {
    return archive(pickle()).bytes();
  }

  static byte[] magic() {
    return new PickleBytes()
        .op(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19)
        .stop();
  }

  static byte[] version() {
    return new PickleBytes().op('M', 0xe9, 0x03).stop();
  }

  static byte[] machine(boolean littleEndian) {
    return new PickleBytes()
        .op('}')
        .text("little_endian")
        .op(littleEndian ? 0x88 : 0x89)
        .op('s')
        .stop();
  }

  static byte[] keys(String... keys) {
    PickleBytes list = new PickleBytes().op(']', '(');
    for (String key : keys) {
      list.text(key);
    }
    return list.op('e').stop();
  }

  static byte[] counted(long count, byte[] values) {
    return ByteBuffer.allocate(Long.BYTES + values.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(count)
        .put(values)
        .array();
  }

  static byte[] stream() {
    return joined(
        magic(),
        version(),
        machine(true),
        pickle(),
        keys("7", "9"),
        counted(6, seventh()),
        counted(2, ninth()));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
