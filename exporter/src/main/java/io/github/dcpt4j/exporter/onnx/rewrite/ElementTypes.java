package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import java.util.HashMap;
import java.util.Map;

/** Finds the element type of every value of a graph. */
final class ElementTypes {

  private ElementTypes() {}

  /** Types by value; what is not given has none. */
  static Map<String, ElementType> of(Graph graph) {
    Map<String, ElementType> types = new HashMap<>();
    graph.constants().keySet().forEach(name -> types.put(name, graph.elementType(name)));
    graph.inputs().forEach(port -> types.put(port.name(), ElementType.FLOAT));
    for (Node node : graph.nodes()) {
      ElementType type = ofResults(node, types);
      node.outputs().forEach(made -> types.put(made, type));
    }
    return types;
  }

  private static ElementType ofResults(Node node, Map<String, ElementType> types) {
    return switch (node.operator()) {
      case CONSTANT, SHAPE -> ElementType.INT64;
      case CAST -> ElementType.ofCode(((Attribute.Int) node.attributes().get("to")).value());
      case QUANTIZE_LINEAR -> types.get(node.inputs().get(2));
      case DEQUANTIZE_LINEAR -> types.get(node.inputs().get(1));
      default -> types.get(node.inputs().get(0));
    };
  }
}
