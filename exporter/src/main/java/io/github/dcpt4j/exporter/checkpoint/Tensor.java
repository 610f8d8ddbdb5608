package io.github.dcpt4j.exporter.checkpoint;

import java.util.Arrays;
import java.util.List;

/** A named-parameter's values: row-major floats with a shape. Treat the array as read-only. */
public final class Tensor {

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
          "a tensor of shape %s holds %d values, not %d".formatted(shape, size, data.length));
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
