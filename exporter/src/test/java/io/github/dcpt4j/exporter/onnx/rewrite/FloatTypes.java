package io.github.dcpt4j.exporter.onnx.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks and finds the float types of a graph's nodes. */
final class FloatTypes {

  private static final Set<ElementType> FLOATS = Set.of(ElementType.FLOAT, ElementType.FLOAT16);

  private FloatTypes() {}

  /** Fails if a node mixes floats of two types, or an output is not of 32 bits. */
  static void requireConsistent(Graph graph) {
    Map<String, ElementType> types = ElementTypes.of(graph);
    for (Node node : graph.nodes()) {
      Set<ElementType> read =
          node.inputs().stream()
              .map(types::get)
              .filter(type -> type != null && FLOATS.contains(type))
              .collect(Collectors.toSet());
      assertThat(read).as("float types that %s reads", node.name()).hasSizeLessThan(2);
    }
    assertThat(graph.outputs())
        .allSatisfy(port -> assertThat(types.get(port.name())).isEqualTo(ElementType.FLOAT));
  }

  /** The types in which the nodes of an operator compute. */
  static Set<ElementType> of(Graph graph, Operator operator) {
    Map<String, ElementType> types = ElementTypes.of(graph);
    return graph.nodes().stream()
        .filter(node -> node.operator() == operator)
        .map(node -> types.get(node.outputs().get(0)))
        .collect(Collectors.toSet());
  }
}
