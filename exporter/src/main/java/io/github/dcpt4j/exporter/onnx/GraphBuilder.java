package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Owns a graph while it is being built and hands out references to its values. Names have to be
 * unique; {@link #unused} finds one that is.
 */
public final class GraphBuilder {

  private final String name;
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, Value> constantValues = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> outputNames = new LinkedHashMap<>();
  private int values;

  /**
   * @param name the graph's name for people
   */
  public GraphBuilder(String name) {
    this.name = name;
  }

  /** Declares an input. */
  public Value input(String inputName, Dimension... shape) {
    inputs.add(new Port(inputName, List.of(shape)));
    return newValue(inputName);
  }

  /**
   * A constant; asking for a name again gives the same one.
   *
   * @throws IllegalArgumentException if the name holds another tensor already
   */
  public Value constant(String constantName, Tensor tensor) {
    Tensor before = constants.putIfAbsent(constantName, tensor);
    if (before != null && !before.equals(tensor)) {
      throw new IllegalArgumentException(Text.of("the constant '%s' differs", constantName));
    }
    if (before == null) {
      constantValues.put(constantName, newValue(constantName));
    }
    return constantValues.get(constantName);
  }

  /** Stands for an optional input of an operator that is not given. */
  public Value nothing() {
    return new Value(this, Node.NOTHING, 0);
  }

  /**
   * Adds a node with one result, which has the node's name.
   *
   * @throws IllegalArgumentException if the operator is not used as it should be, the name is
   *     taken, or an input is another builder's
   */
  public Value node(
      String nodeName, Operator operator, Map<String, Attribute> attributes, Value... operands) {
    Node node = new Node(nodeName, operator, names(operands), List.of(nodeName), attributes);
    nodes.add(node);
    return newValue(nodeName);
  }

  /**
   * Adds a node with several results, which have the node's name and their number.
   *
   * @throws IllegalArgumentException as {@link #node} does
   */
  public List<Value> nodeWithResults(
      String nodeName,
      int count,
      Operator operator,
      Map<String, Attribute> attributes,
      Value... operands) {
    List<String> results = IntStream.range(0, count).mapToObj(i -> nodeName + "." + i).toList();
    nodes.add(new Node(nodeName, operator, names(operands), results, attributes));
    return results.stream().map(this::newValue).toList();
  }

  /**
   * Makes a node's result an output of the graph, where it goes by the output's name.
   *
   * @throws IllegalArgumentException if the value is not a node's, or is an output already
   */
  public void output(String outputName, Value value, Dimension... shape) {
    requireOwn(value);
    boolean made = nodes.stream().anyMatch(node -> node.outputs().contains(value.name()));
    if (!made || outputNames.containsKey(value.name())) {
      throw new IllegalArgumentException(
          Text.of("'%s' cannot be the output '%s'", value.name(), outputName));
    }
    claim(outputName);
    outputNames.put(value.name(), outputName);
    outputs.add(new Port(outputName, List.of(shape)));
  }

  /** The name itself, or with the first number that makes it unique. */
  public String unused(String wanted) {
    String candidate = wanted;
    for (int i = 2; taken.contains(candidate); i++) {
      candidate = wanted + "_" + i;
    }
    return candidate;
  }

  /** The graph as it now is. */
  public Graph build() {
    List<Node> renamed =
        nodes.stream()
            .map(node -> node.withInputs(renamed(node.inputs())))
            .map(node -> node.withOutputs(renamed(node.outputs())))
            .toList();
    return new Graph(name, inputs, outputs, renamed, constants);
  }

  private List<String> renamed(List<String> valueNames) {
    return valueNames.stream().map(value -> outputNames.getOrDefault(value, value)).toList();
  }

  private List<String> names(Value... operands) {
    List<String> names = new ArrayList<>();
    for (Value operand : operands) {
      requireOwn(operand);
      names.add(operand.name());
    }
    return names;
  }

  private void requireOwn(Value value) {
    if (!value.belongsTo(this)) {
      throw new IllegalArgumentException(Text.of("'%s' belongs to another graph", value.name()));
    }
  }

  private Value newValue(String valueName) {
    claim(valueName);
    return new Value(this, valueName, values++);
  }

  private void claim(String valueName) {
    if (!taken.add(valueName)) {
      throw new IllegalArgumentException(Text.of("the name '%s' is taken", valueName));
    }
  }
}
