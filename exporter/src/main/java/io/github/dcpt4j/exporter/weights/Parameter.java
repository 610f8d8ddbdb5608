package io.github.dcpt4j.exporter.weights;

import io.github.dcpt4j.exporter.ops.Ops;
import java.util.List;

/**
 * A tensor as a network declares it.
 *
 * @param name official name, for example {@code encoders.0.1.conv1.weight}
 * @param shape sizes, row-major, outermost first
 * @param init distribution of the initial values
 * @param trained whether training moves the values; the running statistics of a {@link
 *     Ops#batchNorm} stay as they are
 */
public record Parameter(String name, List<Integer> shape, Init init, boolean trained) {

  /** Keeps an immutable copy of the shape. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** A tensor that training moves. */
  public Parameter(String name, List<Integer> shape, Init init) {
    this(name, shape, init, true);
  }

  /** Number of values. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
