package io.github.dcpt4j.golden;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes weights as PyTorch's {@code torch.save} does: a zip archive of a pickle, which names and
 * shapes the tensors, and of their values.
 */
final class TorchZipFile {

  private static final int PROTOCOL = 0x80;
  private static final int FALSE = 0x89;

  private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

  private TorchZipFile() {}

  static void write(Weights weights, Path file) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setMethod(ZipOutputStream.STORED);
      add(zip, "archive/data.pkl", new TorchZipFile().dictionary(weights));
      int key = 0;
      for (Tensor tensor : weights.asMap().values()) {
        add(zip, "archive/data/" + key++, bytes(tensor));
      }
    }
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] bytes(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * tensor.data().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data());
    return bytes.array();
  }

  private byte[] dictionary(Weights weights) {
    op(PROTOCOL, 2).emptyDictionary().op('(');
    int key = 0;
    for (Map.Entry<String, Tensor> entry : weights.asMap().entrySet()) {
      text(entry.getKey()).tensor(Integer.toString(key++), entry.getValue());
    }
    op('u', '.');
    return pickle.toByteArray();
  }

  private TorchZipFile emptyDictionary() {
    return global("collections", "OrderedDict").op(')', 'R');
  }

  private void tensor(String key, Tensor tensor) {
    global("torch._utils", "_rebuild_tensor_v2").op('(');
    op('(').text("storage").global("torch", "FloatStorage").text(key).text("cpu");
    integer(tensor.data().length).op('t', 'Q');
    integer(0).shape(tensor.shape()).strides(tensor.shape()).op(FALSE);
    emptyDictionary().op('t', 'R');
  }

  private TorchZipFile shape(List<Integer> shape) {
    op('(');
    shape.forEach(this::integer);
    return op('t');
  }

  private TorchZipFile strides(List<Integer> shape) {
    op('(');
    for (int axis = 1; axis <= shape.size(); axis++) {
      integer(shape.subList(axis, shape.size()).stream().reduce(1, Math::multiplyExact));
    }
    return op('t');
  }

  private TorchZipFile op(int... bytes) {
    for (int value : bytes) {
      pickle.write(value);
    }
    return this;
  }

  private TorchZipFile integer(int value) {
    return op('J', value, value >> 8, value >> 16, value >> 24);
  }

  private TorchZipFile text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X', bytes.length, bytes.length >> 8, bytes.length >> 16, bytes.length >> 24);
    pickle.writeBytes(bytes);
    return this;
  }

  private TorchZipFile global(String module, String name) {
    op('c');
    pickle.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }
}
