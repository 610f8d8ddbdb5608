package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A finished graph.
 *
 * @param name name for people
 * @param inputs what is given to it
 * @param outputs what it gives
 * @param nodes computations, each after those that it reads from
 * @param constants constant tensors by name
 * @param elementTypes types of those constants that are not 32-bit floats; their values can be held
 *     in the type, or are rounded to it when they are written
 * @param shapes of values between inputs and outputs, as far as they are declared; a runtime that
 *     cannot find by itself that two of them are equal may rely on it
 */
public record Graph(
    String name,
    List<Port> inputs,
    List<Port> outputs,
    List<Node> nodes,
    Map<String, Tensor> constants,
    Map<String, ElementType> elementTypes,
    Map<String, List<Dimension>> shapes) {

  /**
   * Checks that every value is made once, before it is read.
   *
   * @throws IllegalArgumentException if a value is made twice or read before it exists, or two
   *     nodes share a name
   */
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    elementTypes = Map.copyOf(elementTypes);
    shapes = Collections.unmodifiableMap(new TreeMap<>(shapes));
    Set<String> known = new HashSet<>(constants.keySet());
    for (String typed : elementTypes.keySet()) {
      require(known.contains(typed), "a type is given for '%s', which is no constant", typed);
    }
    for (Port input : inputs) {
      require(known.add(input.name()), "the value '%s' is made twice", input.name());
    }
    Set<String> nodeNames = new HashSet<>();
    for (Node node : nodes) {
      require(nodeNames.add(node.name()), "two nodes are named '%s'", node.name());
      for (String read : node.inputs()) {
        boolean exists = read.equals(Node.NOTHING) || known.contains(read);
        require(exists, "the value '%s' is read before it exists", read);
      }
      for (String made : node.outputs()) {
        require(known.add(made), "the value '%s' is made twice", made);
      }
    }
    for (String shaped : shapes.keySet()) {
      require(known.contains(shaped), "a shape is given for '%s', which does not exist", shaped);
    }
    for (Port output : outputs) {
      require(known.contains(output.name()), "the output '%s' does not exist", output.name());
    }
  }

  /** A graph that declares no shapes of its own. */
  public Graph(
      String name,
      List<Port> inputs,
      List<Port> outputs,
      List<Node> nodes,
      Map<String, Tensor> constants,
      Map<String, ElementType> elementTypes) {
    this(name, inputs, outputs, nodes, constants, elementTypes, Map.of());
  }

  /** A graph whose constants are all 32-bit floats. */
  public Graph(
      String name,
      List<Port> inputs,
      List<Port> outputs,
      List<Node> nodes,
      Map<String, Tensor> constants) {
    this(name, inputs, outputs, nodes, constants, Map.of());
  }

  /** The type in which a constant is stored. */
  public ElementType elementType(String constant) {
    return elementTypes.getOrDefault(constant, ElementType.FLOAT);
  }

  private static void require(boolean condition, String complaint, String name) {
    if (!condition) {
      throw new IllegalArgumentException(Text.of(complaint, name));
    }
  }

  /** The same graph with other computations and constants. */
  public Graph with(List<Node> otherNodes, Map<String, Tensor> otherConstants) {
    Map<String, ElementType> types = new HashMap<>(elementTypes);
    types.keySet().retainAll(otherConstants.keySet());
    Map<String, List<Dimension>> kept = new HashMap<>(shapes);
    kept.keySet().retainAll(values(otherNodes));
    return new Graph(name, inputs, outputs, otherNodes, otherConstants, types, kept);
  }

  private static Set<String> values(List<Node> nodes) {
    return nodes.stream().flatMap(node -> node.outputs().stream()).collect(Collectors.toSet());
  }

  /** The same graph with shapes of values declared. */
  public Graph withShapes(Map<String, List<Dimension>> declared) {
    return new Graph(name, inputs, outputs, nodes, constants, elementTypes, declared);
  }
}
