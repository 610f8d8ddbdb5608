package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes with 32-bit floats what a graph computes in halves, and rounds every result to a half by
 * a cast: what a GPU does, which adds up products of halves in 32 bits.
 *
 * <p>It shows on a CPU how exact a graph is. ONNX Runtime's CPU provider has no kernels for halves
 * of most operators; it computes them in 32 bits and leaves out the rounding between one and the
 * next, unless a cast asks for it, so that the graph itself seems to be more exact than it is.
 */
public final class ExplicitHalves implements Rewrite {

  private static final String SINGLE = "/single_half";
  private static final String EXACT = "/exact";

  @Override
  public Graph apply(Graph graph) {
    Map<String, ElementType> types = ElementTypes.of(graph);
    List<Node> nodes = new ArrayList<>();
    Set<String> widened = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean half = types.get(node.outputs().get(0)) == ElementType.FLOAT16;
      if (!half || node.operator() == Operator.CAST) {
        nodes.add(node);
        continue;
      }
      List<String> inputs = new ArrayList<>();
      for (String read : node.inputs()) {
        boolean narrow = types.get(read) == ElementType.FLOAT16;
        if (narrow && widened.add(read)) {
          nodes.add(cast(read, read + SINGLE, ElementType.FLOAT));
        }
        inputs.add(narrow ? read + SINGLE : read);
      }
      List<String> exact = node.outputs().stream().map(made -> made + EXACT).toList();
      nodes.add(node.withInputs(inputs).withOutputs(exact));
      node.outputs().forEach(made -> nodes.add(cast(made + EXACT, made, ElementType.FLOAT16)));
    }
    return graph.with(nodes, graph.constants());
  }

  private static Node cast(String from, String to, ElementType type) {
    Map<String, Attribute> target = Map.of("to", Attribute.of(type.code()));
    return new Node(to + "/cast_half", Operator.CAST, List.of(from), List.of(to), target);
  }
}
