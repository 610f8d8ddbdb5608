package io.github.dcpt4j.exporter.onnx;

import java.util.List;

/**
 * A float tensor that goes into or comes out of a graph.
 *
 * @param name the value's name
 * @param shape its sizes, outermost first
 */
public record Port(String name, List<Dimension> shape) {

  /** Keeps an immutable copy of the shape. */
  public Port {
    shape = List.copyOf(shape);
  }

  @Override
  public String toString() {
    return name + shape;
  }
}
