package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.rewrite.Rewrite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a graph into the form that ONNX Runtime computes without leaving its blocked layout, where
 * the graph has what the rewrites look for. It computes the same to rounding.
 */
public final class BlockedLayout implements Rewrite {

  private final List<Rewrite> before = List.of(new SplitConvolutions(), new NormsAsConvolutions());
  private final Rewrite shuffles = new ShuffleChannelsLast();

  @Override
  public Graph apply(Graph graph) {
    Graph changed = graph;
    for (Rewrite rewrite : before) {
      changed = rewrite.apply(changed);
    }
    FeatureSizes sizes = new FeatureSizes(changed);
    Graph shuffled = shuffles.apply(changed);
    return shuffled.withShapes(shapes(shuffled, sizes));
  }

  private static Map<String, List<Dimension>> shapes(Graph graph, FeatureSizes sizes) {
    Map<String, List<Dimension>> shapes = new HashMap<>();
    for (Node node : graph.nodes()) {
      String value = node.outputs().get(0);
      boolean isOutput = graph.outputs().stream().anyMatch(port -> port.name().equals(value));
      if (!isOutput) {
        sizes.of(value).ifPresent(map -> shapes.put(value, map.dimensions()));
      }
      if (node.operator() == Operator.MAX_POOL) {
        // What a shuffle ends in has the shape that the shuffle had.
        sizes
            .of(value)
            .filter(map -> sizes.of(node.inputs().get(0)).isEmpty())
            .ifPresent(map -> shapes.put(node.inputs().get(0), map.dimensions()));
      }
    }
    return shapes;
  }
}
