package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A graph that is being changed. Constants are held in double precision, so that several changes of
 * a weight are rounded once.
 */
final class GraphEditor {

  private record Exact(List<Integer> shape, double[] values) {}

  private final Graph graph;
  private final List<Node> nodes;
  private final Map<String, Tensor> constants;
  private final Map<String, Exact> changed = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  private final Map<String, Node> producers = new HashMap<>();
  private final Map<String, Set<Node>> readers = new HashMap<>();

  GraphEditor(Graph graph) {
    this.graph = graph;
    this.nodes = new ArrayList<>(graph.nodes());
    this.constants = new LinkedHashMap<>(graph.constants());
    graph.outputs().forEach(port -> outputs.add(port.name()));
    graph.inputs().forEach(port -> taken.add(port.name()));
    taken.addAll(constants.keySet());
    nodes.forEach(
        node -> {
          taken.add(node.name());
          taken.addAll(node.outputs());
          index(node);
        });
  }

  private void index(Node node) {
    node.outputs().forEach(value -> producers.put(value, node));
    node.inputs()
        .forEach(value -> readers.computeIfAbsent(value, v -> new LinkedHashSet<>()).add(node));
  }

  private void forget(Node node) {
    node.outputs().forEach(producers::remove);
    node.inputs().forEach(value -> readers.get(value).remove(node));
  }

  /** The nodes as they are now, each after those that it reads from. */
  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** The node that makes a value; empty for inputs and constants. */
  Optional<Node> producer(String value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** The nodes that read a value. */
  List<Node> readers(String value) {
    return List.copyOf(readers.getOrDefault(value, Set.of()));
  }

  /** Whether a single node reads the value, and no output is made of it. */
  boolean isExclusive(String value) {
    return !outputs.contains(value) && readers(value).size() == 1;
  }

  /** Whether a value is an output of the graph. */
  boolean isOutput(String value) {
    return outputs.contains(value);
  }

  /** Whether a value is a constant. */
  boolean isConstant(String value) {
    return constants.containsKey(value) || changed.containsKey(value);
  }

  /** The shape of a constant. */
  List<Integer> shape(String constant) {
    Exact exact = changed.get(constant);
    return exact == null ? constants.get(constant).shape() : exact.shape();
  }

  /** A copy of a constant's values. */
  double[] values(String constant) {
    Exact exact = changed.get(constant);
    if (exact != null) {
      return exact.values().clone();
    }
    float[] stored = constants.get(constant).data();
    double[] values = new double[stored.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = stored[i];
    }
    return values;
  }

  /** Makes or changes a constant. */
  void setConstant(String name, List<Integer> shape, double[] values) {
    taken.add(name);
    changed.put(name, new Exact(shape, values));
  }

  /**
   * Whether a node is a convolution whose weight and bias are constants that nothing else reads, so
   * that they can be changed.
   *
   * @param groups whether the convolution has as many groups as channels, or just one
   */
  boolean isOwnConv(Node node, Groups groups) {
    if (node.operator() != Operator.CONV) {
      return false;
    }
    List<String> parameters = node.inputs().subList(1, node.inputs().size());
    if (!parameters.stream().allMatch(name -> isConstant(name) && isExclusive(name))) {
      return false;
    }
    long count = ((Attribute.Int) node.attributes().get("group")).value();
    List<Integer> weight = shape(node.inputs().get(1));
    return groups == Groups.ONE
        ? count == 1
        : count == weight.get(0) && count > 1 && weight.get(1) == 1;
  }

  /** How a convolution's channels are grouped. */
  enum Groups {
    ONE,
    DEPTHWISE
  }

  /** Whether a convolution has a kernel of one pixel and leaves the size as it is. */
  static boolean isPointwise(Node conv) {
    return conv.attributes().get("kernel_shape").equals(Attribute.ofAll(1, 1))
        && conv.attributes().get("strides").equals(Attribute.ofAll(1, 1))
        && conv.attributes().get("pads").equals(Attribute.ofAll(0, 0, 0, 0));
  }

  /** The name itself, or with the first number that makes it unique; it counts as taken then. */
  String unused(String wanted) {
    String candidate = wanted;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = wanted + "_" + i;
    }
    return candidate;
  }

  /** Puts others in a node's place. */
  void replace(Node node, List<Node> others) {
    int place = nodes.indexOf(node);
    nodes.remove(place);
    forget(node);
    nodes.addAll(place, others);
    others.forEach(this::index);
  }

  /** Puts nodes before another one. */
  void insertBefore(Node node, List<Node> others) {
    nodes.addAll(nodes.indexOf(node), others);
    others.forEach(this::index);
  }

  /** Puts nodes behind another one. */
  void insertAfter(Node node, List<Node> others) {
    nodes.addAll(nodes.indexOf(node) + 1, others);
    others.forEach(this::index);
  }

  /** Lets a node read another value instead of one. */
  Node redirect(Node reader, String from, String to) {
    Node other =
        new Node(
            reader.name(),
            reader.operator(),
            reader.inputs().stream().map(value -> value.equals(from) ? to : value).toList(),
            reader.outputs(),
            reader.attributes());
    replace(reader, List.of(other));
    return other;
  }

  /** The changed graph, without the constants that nothing reads any more. */
  Graph build() {
    Map<String, Tensor> all = new LinkedHashMap<>(constants);
    changed.forEach((name, exact) -> all.put(name, rounded(exact)));
    all.keySet()
        .removeIf(name -> readers.getOrDefault(name, Set.of()).isEmpty() && !isOutput(name));
    return graph.with(nodes, all);
  }

  private static Tensor rounded(Exact exact) {
    float[] values = new float[exact.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) exact.values()[i];
    }
    return new Tensor(exact.shape(), values);
  }
}
