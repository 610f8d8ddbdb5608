package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Adds nodes whose names begin with the same path, most often that of the parameters that they work
 * with. Every node gets a name of its own: a name that is taken is followed by a number.
 */
final class Scope {

  private static final Map<String, Attribute> IN_SINGLE_PRECISION = Map.of("to", Attribute.of(1));

  private final GraphBuilder graph;
  private final String path;

  /**
   * @param path what the names of all nodes begin with
   */
  Scope(GraphBuilder graph, String path) {
    this.graph = graph;
    this.path = path;
  }

  /** A scope that continues the name of a value, up to the parameters that it was made with. */
  static Scope after(GraphBuilder graph, Value value) {
    return new Scope(graph, value.name().split("/", 2)[0]);
  }

  /** A scope for a part of this one's nodes. */
  Scope within(String part) {
    return new Scope(graph, path + "/" + part);
  }

  /** Adds a node, {@code path/name}. */
  Value node(String name, Operator operator, Map<String, Attribute> attributes, Value... operands) {
    return graph.node(graph.unused(path + "/" + name), operator, attributes, operands);
  }

  /** Adds a node without attributes, {@code path/name}. */
  Value node(String name, Operator operator, Value... operands) {
    return node(name, operator, Map.of(), operands);
  }

  /** Adds a node with several results. */
  List<Value> nodeWithResults(
      String name,
      int count,
      Operator operator,
      Map<String, Attribute> attributes,
      Value... operands) {
    return graph.nodeWithResults(
        graph.unused(path + "/" + name), count, operator, attributes, operands);
  }

  /** Adds the node that the path itself is the name of. */
  Value result(Operator operator, Map<String, Attribute> attributes, Value... operands) {
    return graph.node(graph.unused(path), operator, attributes, operands);
  }

  /** The axes in another order. */
  Value transposed(String name, Value x, long... order) {
    return node(name, Operator.TRANSPOSE, Map.of("perm", Attribute.ofAll(order)), x);
  }

  /** The last two axes of four exchanged: rows as columns. */
  Value turned(String name, Value x) {
    return transposed(name, x, 0, 1, 3, 2);
  }

  /** The halves of the channels. */
  List<Value> halves(String name, Value x) {
    return nodeWithResults(name, 2, Operator.SPLIT, Map.of("axis", Attribute.of(1)), x);
  }

  /** Soft-max along the last axis. */
  Value softmax(String name, Value x) {
    return node(name, Operator.SOFTMAX, Map.of("axis", Attribute.of(-1)), x);
  }

  /** Whole numbers as 32-bit floats. */
  Value inSinglePrecision(String name, Value whole) {
    return node(name, Operator.CAST, IN_SINGLE_PRECISION, whole);
  }

  /** A number, stored once for the whole graph. */
  Value number(double value) {
    float rounded = (float) value;
    return graph.constant("number/" + rounded, new Tensor(List.of(), new float[] {rounded}));
  }

  /** A constant tensor, {@code path/name}; asking for the name again gives the same one. */
  Value constant(String name, Tensor tensor) {
    return graph.constant(path + "/" + name, tensor);
  }

  /** A constant tensor of its own, whatever else is called {@code path/name}. */
  Value ownConstant(String name, Tensor tensor) {
    return graph.constant(graph.unused(path + "/" + name), tensor);
  }
}
