package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes whose names begin with the same path, on their way into a graph. */
final class AddedNodes {

  /** What makes a convolution pointwise. */
  static final Map<String, Attribute> POINTWISE =
      Map.of(
          "group", Attribute.of(1),
          "kernel_shape", Attribute.ofAll(1, 1),
          "pads", Attribute.ofAll(0, 0, 0, 0),
          "strides", Attribute.ofAll(1, 1));

  private final GraphEditor editor;
  private final String path;
  private final List<Node> all = new ArrayList<>();

  AddedNodes(GraphEditor editor, String path) {
    this.editor = editor;
    this.path = path;
  }

  /** Adds a node, {@code path/name}, and returns the name of its result. */
  String add(String name, Operator operator, Map<String, Attribute> attributes, String... inputs) {
    String unused = editor.unused(path + "/" + name);
    all.add(new Node(unused, operator, List.of(inputs), List.of(unused), attributes));
    return unused;
  }

  /** Adds a node without attributes. */
  String add(String name, Operator operator, String... inputs) {
    return add(name, operator, Map.of(), inputs);
  }

  /** Adds a node that makes a value which is read already. */
  void addAs(
      String output,
      String name,
      Operator operator,
      Map<String, Attribute> attributes,
      String... inputs) {
    String unused = editor.unused(path + "/" + name);
    all.add(new Node(unused, operator, List.of(inputs), List.of(output), attributes));
  }

  /** Adds a pointwise convolution with weight and, if it is given, bias. */
  String conv(String name, String... inputs) {
    return add(name, Operator.CONV, POINTWISE, inputs);
  }

  /** A list of whole numbers. */
  String whole(long... values) {
    return add("whole", Operator.CONSTANT, Map.of("value", Attribute.list(values)));
  }

  /** One size of a value. */
  String size(String value, long axis) {
    Map<String, Attribute> range =
        Map.of("start", Attribute.of(axis), "end", Attribute.of(axis + 1));
    return add("size", Operator.SHAPE, range, value);
  }

  /** One size of a value, divided. */
  String size(String value, long axis, long divisor) {
    String size = size(value, axis);
    return divisor == 1 ? size : add("divided", Operator.DIV, size, whole(divisor));
  }

  /** Adds a reshaping to sizes that are joined. */
  String reshape(String name, String value, String... sizes) {
    String shape = add("shape", Operator.CONCAT, Map.of("axis", Attribute.of(0)), sizes);
    return add(name, Operator.RESHAPE, value, shape);
  }

  /** The nodes, each after those that it reads from. */
  List<Node> all() {
    return List.copyOf(all);
  }
}
