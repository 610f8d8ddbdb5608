package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph of 32-bit floats in the course of being rebuilt with some nodes in 16-bit floats. Casts
 * are put where a value is read in another type than it was made in, one for all its readers.
 */
final class TypedGraph {

  private final Graph before;
  private final Map<String, ElementType> typesBefore;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, ElementType> elementTypes = new HashMap<>();
  // For every float value, its names by type.
  private final Map<String, Map<ElementType, String>> forms = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  TypedGraph(Graph before) {
    this.before = before;
    this.typesBefore = ElementTypes.of(before);
    taken.addAll(typesBefore.keySet());
    before.nodes().forEach(node -> taken.add(node.name()));
    before.outputs().forEach(port -> outputs.add(port.name()));
    before.inputs().forEach(port -> remember(port.name(), ElementType.FLOAT, port.name()));
  }

  /**
   * Adds a node of the graph.
   *
   * @param type in which it computes; null for a node that makes no floats, which takes floats of
   *     either type
   */
  void add(Node node, ElementType type) {
    List<String> inputs =
        node.inputs().stream().map(read -> isFloat(read) ? form(read, type) : read(read)).toList();
    List<String> made = new ArrayList<>();
    for (String value : node.outputs()) {
      boolean hidden = type == ElementType.FLOAT16 && outputs.contains(value);
      made.add(hidden ? unused(value + "/half") : value);
    }
    nodes.add(node.withInputs(inputs).withOutputs(made));
    for (int i = 0; i < made.size(); i++) {
      if (type != null) {
        remember(node.outputs().get(i), type, made.get(i));
      }
      if (!made.get(i).equals(node.outputs().get(i))) {
        cast(made.get(i), node.outputs().get(i), ElementType.FLOAT);
        remember(node.outputs().get(i), ElementType.FLOAT, node.outputs().get(i));
      }
    }
  }

  Graph build() {
    return new Graph(
        before.name(), before.inputs(), before.outputs(), nodes, constants, elementTypes);
  }

  private boolean isFloat(String value) {
    return typesBefore.get(value) == ElementType.FLOAT;
  }

  /** What is no float stays as it is. */
  private String read(String value) {
    if (before.constants().containsKey(value)) {
      constants.put(value, before.constants().get(value));
      elementTypes.put(value, before.elementType(value));
    }
    return value;
  }

  private String form(String value, ElementType type) {
    if (before.constants().containsKey(value)) {
      return constant(value, type == null ? ElementType.FLOAT : type);
    }
    Map<ElementType, String> known = forms.get(value);
    if (type == null) {
      return known.values().iterator().next();
    }
    if (!known.containsKey(type)) {
      String name = unused(value + (type == ElementType.FLOAT16 ? "/half" : "/single"));
      cast(known.values().iterator().next(), name, type);
      known.put(type, name);
    }
    return known.get(type);
  }

  private String constant(String value, ElementType type) {
    Map<ElementType, String> known =
        forms.computeIfAbsent(value, constant -> new EnumMap<>(ElementType.class));
    if (!known.containsKey(type)) {
      String name = known.isEmpty() ? value : unused(value + "/" + type.name());
      constants.put(name, before.constants().get(value));
      elementTypes.put(name, type);
      known.put(type, name);
    }
    return known.get(type);
  }

  private void cast(String from, String to, ElementType type) {
    Map<String, Attribute> target = Map.of("to", Attribute.of(type.code()));
    nodes.add(new Node(unused(to + "/cast"), Operator.CAST, List.of(from), List.of(to), target));
  }

  private void remember(String value, ElementType type, String name) {
    forms.computeIfAbsent(value, any -> new EnumMap<>(ElementType.class)).put(type, name);
  }

  private String unused(String wanted) {
    String candidate = wanted;
    for (int i = 2; !taken.add(candidate); i++) {
      candidate = wanted + "_" + i;
    }
    return candidate;
  }
}
