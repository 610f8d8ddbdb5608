package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gives a graph the smallest and the largest number of every float value that it computes as
 * additional outputs: two numbers for each, whatever the size of the value.
 *
 * @param graph the graph with these outputs
 * @param values the observed values; the outputs of each have its name with {@link #LOW} and {@link
 *     #HIGH} at the end
 */
public record RangeOutputs(Graph graph, List<String> values) {

  /** End of the name of an output that holds the smallest number, a scalar. */
  public static final String LOW = "/smallest_number";

  /** End of the name of an output that holds the largest number, a scalar. */
  public static final String HIGH = "/largest_number";

  private static final Map<String, Attribute> TO_SCALAR = Map.of("keepdims", Attribute.of(0));

  /** Keeps an immutable copy of the values. */
  public RangeOutputs {
    values = List.copyOf(values);
  }

  /** Observes the inputs and all computed floats of a graph. */
  public static RangeOutputs of(Graph graph) {
    Map<String, ElementType> types = ElementTypes.of(graph);
    List<String> values = new ArrayList<>();
    graph.inputs().forEach(port -> values.add(port.name()));
    graph.nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(made -> types.get(made) == ElementType.FLOAT)
        .forEach(values::add);
    List<Node> nodes = new ArrayList<>(graph.nodes());
    List<Port> outputs = new ArrayList<>(graph.outputs());
    for (String value : values) {
      add(value, LOW, Operator.REDUCE_MIN, nodes, outputs);
      add(value, HIGH, Operator.REDUCE_MAX, nodes, outputs);
    }
    return new RangeOutputs(
        new Graph(
            graph.name(), graph.inputs(), outputs, nodes, graph.constants(), graph.elementTypes()),
        values);
  }

  private static void add(
      String value, String end, Operator operator, List<Node> nodes, List<Port> outputs) {
    String name = value + end;
    nodes.add(new Node(name, operator, List.of(value), List.of(name), TO_SCALAR));
    outputs.add(new Port(name, List.of()));
  }
}
