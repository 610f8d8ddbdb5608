package io.github.dcpt4j.exporter.onnx;

/** One size of an input or output of a graph: a number, or a name for what may vary. */
public sealed interface Dimension {

  /** Always this size. */
  record Fixed(long size) implements Dimension {
    @Override
    public String toString() {
      return Long.toString(size);
    }
  }

  /** Any size; the same wherever the same name stands. */
  record Dynamic(String name) implements Dimension {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Always this size. */
  static Dimension of(long size) {
    return new Fixed(size);
  }

  /** Any size, under a name. */
  static Dimension of(String name) {
    return new Dynamic(name);
  }
}
