package io.github.dcpt4j.exporter.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A constant that belongs to a node, of one of the types that the ONNX standard knows. */
public sealed interface Attribute {

  /** A whole number. */
  record Int(long value) implements Attribute {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A list of whole numbers. */
  record Ints(List<Long> values) implements Attribute {

    /** Keeps an immutable copy. */
    public Ints {
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** A 32-bit float. */
  record Real(float value) implements Attribute {
    @Override
    public String toString() {
      return Float.toString(value);
    }
  }

  /** A text. */
  record Text(String value) implements Attribute {
    @Override
    public String toString() {
      return value;
    }
  }

  /** A whole number. */
  static Attribute of(long value) {
    return new Int(value);
  }

  /** A list of whole numbers. */
  static Attribute ofAll(long... values) {
    return new Ints(Arrays.stream(values).boxed().toList());
  }

  /** A 32-bit float. */
  static Attribute of(float value) {
    return new Real(value);
  }

  /** A text. */
  static Attribute of(String value) {
    return new Text(value);
  }
}
