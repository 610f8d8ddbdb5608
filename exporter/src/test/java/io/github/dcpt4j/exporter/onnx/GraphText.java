package io.github.dcpt4j.exporter.onnx;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** A graph as text for review: one line for each input, constant (its shape), node and output. */
public final class GraphText {

  private GraphText() {}

  /** Renders a graph. */
  public static String of(Graph graph) {
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    lines.add("graph " + graph.name());
    graph.inputs().forEach(port -> lines.add("input " + port));
    graph.constants().forEach((name, tensor) -> lines.add("constant " + name + tensor.shape()));
    graph.nodes().forEach(node -> lines.add(text(node)));
    graph.outputs().forEach(port -> lines.add("output " + port));
    return lines.toString();
  }

  private static String text(Node node) {
    String attributes =
        node.attributes().isEmpty()
            ? ""
            : node.attributes().entrySet().stream()
                .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                .collect(Collectors.joining(" ", " {", "}"));
    String call =
        "%s = %s(%s)%s"
            .formatted(
                String.join(", ", node.outputs()),
                node.operator().type(),
                String.join(", ", node.inputs()),
                attributes);
    boolean named = node.outputs().equals(List.of(node.name()));
    return named ? call : node.name() + ": " + call;
  }
}
