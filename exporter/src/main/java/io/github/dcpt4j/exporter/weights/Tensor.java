package io.github.dcpt4j.exporter.weights;

import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.List;

/** A named-parameter's values: row-major floats with a shape. Treat the array as read-only. */
public final class Tensor {

  private static final int PIECE = 1 << 16;

  private final List<Integer> shape;
  private final float[] data;

  /**
   * Wraps values without copying them.
   *
   * @param shape sizes, outermost first; empty for a scalar
   * @param data as many values as the shape says
   * @throws IllegalArgumentException if a size is negative or the number of values is another
   */
  public Tensor(List<Integer> shape, float[] data) {
    this.shape = List.copyOf(shape);
    this.data = data;
    if (shape.stream().anyMatch(side -> side < 0)) {
      throw new IllegalArgumentException("a tensor cannot have the shape " + shape);
    }
    long size = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    if (size != data.length) {
      throw new IllegalArgumentException(
          Text.of("a tensor of shape %s holds %d values, not %d", shape, size, data.length));
    }
  }

  /** Sizes, outermost first. */
  public List<Integer> shape() {
    return shape;
  }

  /** The values themselves, not a copy. */
  public float[] data() {
    return data;
  }

  /** Number of bytes that the values take as raw 32-bit floats. */
  public long byteCount() {
    return (long) data.length * Float.BYTES;
  }

  /**
   * Writes the values as raw little-endian 32-bit floats, in small pieces.
   *
   * @param channel one that blocks
   * @throws IOException if the channel cannot be written to
   */
  public void writeTo(WritableByteChannel channel) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.min(PIECE, data.length) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < data.length; from += PIECE) {
      int count = Math.min(PIECE, data.length - from);
      bytes.clear().limit(count * Float.BYTES);
      bytes.asFloatBuffer().put(data, from, count);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(data, tensor.data);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
