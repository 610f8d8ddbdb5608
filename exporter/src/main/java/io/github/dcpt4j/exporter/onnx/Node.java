package io.github.dcpt4j.exporter.onnx;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One computation of a graph.
 *
 * @param name unique among the graph's nodes
 * @param operator what is computed
 * @param inputs names of the values that are read, in the operator's order; empty where an optional
 *     one is not given
 * @param outputs names of the values that are made
 * @param attributes constants, sorted by name
 */
public record Node(
    String name,
    Operator operator,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {

  /** The name by which the standard means that an optional input is not given. */
  public static final String NOTHING = "";

  /**
   * Checks the node against its operator.
   *
   * @throws IllegalArgumentException if inputs, outputs or attributes are not the operator's
   */
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    operator.check(name, inputs.size(), outputs.size(), attributes);
  }

  /** The same computation on other values. */
  public Node withInputs(List<String> others) {
    return new Node(name, operator, others, outputs, attributes);
  }

  /** The same computation with other names for its results. */
  public Node withOutputs(List<String> others) {
    return new Node(name, operator, inputs, others, attributes);
  }
}
