package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Port;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a graph with global pooling be given the means instead of computing them, so that all tiles
 * of a picture can be treated alike.
 *
 * <p>The graph gets an additional output, the means of all its global poolings one after the other,
 * and a constant of as many values, all of them "not a number". Replacing the constant when the
 * graph is loaded gives the means; where it is not a number the graph takes its own.
 */
public final class SharedMeans implements Rewrite {

  private final String result;
  private final String output;
  private final String constant;

  /**
   * Chooses the names.
   *
   * @param result the output whose poolings are meant; poolings that only others depend on, such as
   *     a classifier's, stay as they are
   * @param output name of the additional output, float [N, S]
   * @param constant name of the constant, float [1, S, 1, 1]
   */
  public SharedMeans(String result, String output, String constant) {
    this.result = result;
    this.output = output;
    this.constant = constant;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the graph has no global pooling that the result depends on
   */
  @Override
  public Graph apply(Graph graph) {
    Set<String> needed = needed(graph);
    Map<String, Integer> channels = channels(graph);
    List<Node> nodes = new ArrayList<>();
    List<String> measured = new ArrayList<>();
    int offset = 0;
    for (Node node : graph.nodes()) {
      if (node.operator() == Operator.GLOBAL_AVERAGE_POOL
          && needed.contains(node.outputs().get(0))) {
        int count = channels.get(node.outputs().get(0));
        String own = node.name() + "/measured";
        nodes.add(node.withOutputs(List.of(own)));
        addChoice(node, own, offset, count, nodes);
        measured.add(own);
        offset += count;
      } else {
        nodes.add(node);
      }
    }
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("the graph has no global pooling");
    }
    addOutput(measured, nodes);
    float[] unknown = new float[offset];
    Arrays.fill(unknown, Float.NaN);
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.put(constant, new Tensor(List.of(1, offset, 1, 1), unknown));
    List<Port> outputs = new ArrayList<>(graph.outputs());
    Dimension batch = graph.inputs().get(0).shape().get(0);
    outputs.add(new Port(output, List.of(batch, Dimension.of(offset))));
    return new Graph(
        graph.name(),
        graph.inputs(),
        outputs,
        nodes,
        constants,
        graph.elementTypes(),
        graph.shapes());
  }

  /** All values that the result depends on. */
  private Set<String> needed(Graph graph) {
    Set<String> needed = new HashSet<>(Set.of(result));
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
      }
    }
    return needed;
  }

  /** The channels of those values that a convolution reads. */
  private static Map<String, Integer> channels(Graph graph) {
    Map<String, Integer> channels = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.operator() == Operator.CONV) {
        Tensor weight = graph.constants().get(node.inputs().get(1));
        channels.put(node.inputs().get(0), weight.shape().get(1));
      }
    }
    return channels;
  }

  /** The pooling's value becomes the given means, or its own where none are given. */
  private void addChoice(Node pooling, String own, int offset, int count, List<Node> nodes) {
    String first = number(pooling, "first", offset, nodes);
    String end = number(pooling, "end", offset + count, nodes);
    String axis = number(pooling, "axis", 1, nodes);
    String given =
        add(pooling, "given", Operator.SLICE, List.of(constant, first, end, axis), nodes);
    String missing = add(pooling, "missing", Operator.IS_NAN, List.of(given), nodes);
    nodes.add(
        new Node(
            pooling.name() + "/choice",
            Operator.WHERE,
            List.of(missing, own, given),
            pooling.outputs(),
            Map.of()));
  }

  private static String number(Node pooling, String what, long value, List<Node> nodes) {
    String name = pooling.name() + "/" + what;
    Map<String, Attribute> constant = Map.of("value", Attribute.list(value));
    nodes.add(new Node(name, Operator.CONSTANT, List.of(), List.of(name), constant));
    return name;
  }

  private static String add(
      Node pooling, String what, Operator operator, List<String> inputs, List<Node> nodes) {
    String name = pooling.name() + "/" + what;
    nodes.add(new Node(name, operator, inputs, List.of(name), Map.of()));
    return name;
  }

  private void addOutput(List<String> measured, List<Node> nodes) {
    Map<String, Attribute> axis = Map.of("axis", Attribute.of(1));
    String all = measured.get(0);
    if (measured.size() > 1) {
      all = output + "/all";
      nodes.add(new Node(all, Operator.CONCAT, measured, List.of(all), axis));
    }
    nodes.add(new Node(output, Operator.FLATTEN, List.of(all), List.of(output), axis));
  }
}
