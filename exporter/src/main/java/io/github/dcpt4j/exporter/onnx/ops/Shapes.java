package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import java.util.Map;

/**
 * Nodes that reckon with sizes, places and amounts while the graph runs, and that cut and reshape
 * feature maps by them. All these numbers are whole; a single one is a list of one.
 */
final class Shapes {

  static final int HEIGHT_AXIS = 2;
  static final int WIDTH_AXIS = 3;

  private static final Map<String, Attribute> SIGN_OF_DIVISOR = Map.of("fmod", Attribute.of(0));

  private final Scope scope;

  Shapes(Scope scope) {
    this.scope = scope;
  }

  /** Numbers that are known already. */
  Value whole(long... numbers) {
    return scope.node("whole", Operator.CONSTANT, Map.of("value", Attribute.list(numbers)));
  }

  /** The size of a tensor along an axis. */
  Value size(Value x, int axis) {
    return sizes(x, axis, axis);
  }

  /** The sizes along several axes, the last one included. */
  Value sizes(Value x, int first, int last) {
    Map<String, Attribute> axes =
        Map.of("start", Attribute.of(first), "end", Attribute.of(last + 1L));
    return scope.node("size", Operator.SHAPE, axes, x);
  }

  /** Height and width of a feature map. */
  Value heightAndWidth(Value x) {
    return sizes(x, HEIGHT_AXIS, WIDTH_AXIS);
  }

  /** Lists one after the other. */
  Value joined(Value... lists) {
    return scope.node("amounts", Operator.CONCAT, Map.of("axis", Attribute.of(0)), lists);
  }

  /** A single one of several numbers. */
  Value entry(Value list, int index) {
    return slice(list, 0, whole(index), whole(index + 1L));
  }

  /** The numbers from 0 to below the end. */
  Value range(String name, Value end) {
    Value from = scope.node(name + "/from", Operator.SQUEEZE, whole(0));
    Value by = scope.node(name + "/by", Operator.SQUEEZE, whole(1));
    Value to = scope.node(name + "/end", Operator.SQUEEZE, end);
    return scope.node(name, Operator.RANGE, from, to, by);
  }

  Value plus(String name, Value x, Value y) {
    return scope.node(name, Operator.ADD, x, y);
  }

  Value plus(String name, Value x, long number) {
    return plus(name, x, whole(number));
  }

  Value minus(String name, Value x, Value y) {
    return scope.node(name, Operator.SUB, x, y);
  }

  Value minus(String name, Value x, long number) {
    return minus(name, x, whole(number));
  }

  Value times(String name, Value x, Value y) {
    return scope.node(name, Operator.MUL, x, y);
  }

  Value times(String name, Value x, long number) {
    return times(name, x, whole(number));
  }

  /** The quotient of numbers that are not negative, rounded down. */
  Value over(String name, Value x, Value y) {
    return scope.node(name, Operator.DIV, x, y);
  }

  Value over(String name, Value x, long number) {
    return over(name, x, whole(number));
  }

  /** The remainder, which is not negative for a positive divisor. */
  Value modulo(String name, Value x, Value divisor) {
    return scope.node(name, Operator.MOD, SIGN_OF_DIVISOR, x, divisor);
  }

  Value modulo(String name, Value x, long number) {
    return modulo(name, x, whole(number));
  }

  Value smaller(Value x, Value y) {
    return scope.node("smaller", Operator.MIN, x, y);
  }

  /** The largest number of a list. */
  Value largest(Value list) {
    Map<String, Attribute> overAll =
        Map.of("axes", Attribute.ofAll(0), "keepdims", Attribute.of(1));
    return scope.node("largest", Operator.REDUCE_MAX, overAll, list);
  }

  /** What lies from one place on to before another one, along an axis. */
  Value slice(Value x, int axis, Value from, Value to) {
    return scope.node("slice", Operator.SLICE, x, from, to, whole(axis));
  }

  /**
   * Any tensor in another shape.
   *
   * @param sizes 0 for one that stays as it is, -1 for the one that takes what is left
   */
  Value reshape(String name, Value x, long... sizes) {
    return scope.node(name, Operator.RESHAPE, x, whole(sizes));
  }

  /** Any tensor as a feature map [N, channels, H, W], H and W those of another one. */
  Value asMap(String name, Value x, long channels, Value reference) {
    Value shape = joined(whole(0, channels), heightAndWidth(reference));
    return scope.node(name, Operator.RESHAPE, x, shape);
  }
}
