package io.github.dcpt4j.exporter.onnx;

import java.util.Map;

/**
 * Nodes that reckon with sizes and places while the graph runs. All numbers are whole; a single one
 * is a list of one.
 */
final class ShapeArithmetic {

  private final GraphBuilder graph;
  private final String scope;

  /**
   * @param scope what the names of all nodes begin with
   */
  ShapeArithmetic(GraphBuilder graph, String scope) {
    this.graph = graph;
    this.scope = scope;
  }

  /** The size of a tensor along an axis. */
  Value side(String name, Value x, int axis) {
    Map<String, Attribute> one = Map.of("start", Attribute.of(axis), "end", Attribute.of(axis + 1));
    return graph.node(unused(name), Operator.SHAPE, one, x);
  }

  /** Numbers that are known already. */
  Value constant(String name, long... numbers) {
    return graph.node(
        unused(name), Operator.CONSTANT, Map.of("value_ints", Attribute.ofAll(numbers)));
  }

  /** The numbers from 0 to below the end. */
  Value range(String name, Value end) {
    Value from = node(name + "/from", Operator.SQUEEZE, constant(name + "/zero", 0));
    Value by = node(name + "/by", Operator.SQUEEZE, constant(name + "/one", 1));
    return node(name, Operator.RANGE, from, node(name + "/end", Operator.SQUEEZE, end), by);
  }

  Value plus(String name, Value x, Value y) {
    return node(name, Operator.ADD, x, y);
  }

  Value plus(String name, Value x, long number) {
    return plus(name, x, constant(name + "/number", number));
  }

  Value times(String name, Value x, Value y) {
    return node(name, Operator.MUL, x, y);
  }

  Value times(String name, Value x, long number) {
    return times(name, x, constant(name + "/number", number));
  }

  /** The quotient of numbers that are not negative, rounded down. */
  Value over(String name, Value x, Value y) {
    return node(name, Operator.DIV, x, y);
  }

  Value over(String name, Value x, long number) {
    return over(name, x, constant(name + "/number", number));
  }

  /** The remainder, which is not negative for a positive divisor. */
  Value modulo(String name, Value x, Value divisor) {
    Map<String, Attribute> integers = Map.of("fmod", Attribute.of(0));
    return graph.node(unused(name), Operator.MOD, integers, x, divisor);
  }

  Value modulo(String name, Value x, long number) {
    return modulo(name, x, constant(name + "/number", number));
  }

  /**
   * Any tensor in another shape.
   *
   * @param sizes 0 for one that stays as it is, -1 for the one that takes what is left
   */
  Value reshape(String name, Value x, long... sizes) {
    return node(name, Operator.RESHAPE, x, constant(name + "/sizes", sizes));
  }

  private Value node(String name, Operator operator, Value... operands) {
    return graph.node(unused(name), operator, Map.of(), operands);
  }

  private String unused(String name) {
    return graph.unused(scope + "/" + name);
  }
}
