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

  /**
   * A tensor of whole numbers, which is how {@code Constant} takes them: with the shorter forms
   * that the standard knows too, ONNX's shape inference stops, and some runtimes do.
   *
   * @param shape one size for a list, none for a single number
   * @param values row-major
   */
  record Whole(List<Integer> shape, List<Long> values) implements Attribute {

    /** Keeps immutable copies. */
    public Whole {
      shape = List.copyOf(shape);
      values = List.copyOf(values);
    }

    @Override
    public String toString() {
      return shape.isEmpty() ? values.get(0).toString() : new Ints(values).toString();
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

  /** A tensor of one axis. */
  static Attribute list(long... values) {
    return new Whole(List.of(values.length), Arrays.stream(values).boxed().toList());
  }

  /** A tensor without axes, of one number. */
  static Attribute scalar(long value) {
    return new Whole(List.of(), List.of(value));
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
