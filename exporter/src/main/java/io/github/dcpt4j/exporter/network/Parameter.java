package io.github.dcpt4j.exporter.network;

import java.util.List;

/**
 * A trainable tensor as a network declares it.
 *
 * @param name official name, for example {@code encoders.0.1.conv1.weight}
 * @param shape sizes, row-major, outermost first
 * @param init distribution of the initial values
 */
public record Parameter(String name, List<Integer> shape, Init init) {

  /** Keeps an immutable copy of the shape. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** Number of values. */
  public long size() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
