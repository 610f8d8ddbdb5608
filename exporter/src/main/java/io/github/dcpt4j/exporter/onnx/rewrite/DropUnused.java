package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out the nodes and constants that no output depends on. */
public final class DropUnused implements Rewrite {

  @Override
  public Graph apply(Graph graph) {
    Set<String> used = new HashSet<>();
    graph.outputs().forEach(port -> used.add(port.name()));
    List<Node> kept = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (!Collections.disjoint(node.outputs(), used)) {
        used.addAll(node.inputs());
        kept.add(node);
      }
    }
    Collections.reverse(kept);
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.keySet().retainAll(used);
    return graph.with(kept, constants);
  }
}
