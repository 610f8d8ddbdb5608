package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves a learnt factor per channel [1, C, 1, 1] that follows a convolution into the convolution's
 * weight and bias, which saves a pass over the feature map. A convolution whose result or whose
 * parameters are used elsewhere too is left alone.
 */
public final class FoldChannelScale implements Rewrite {

  @Override
  public Graph apply(Graph graph) {
    Map<String, Integer> uses = uses(graph);
    Map<String, Node> convolutions = new HashMap<>();
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Optional<Node> folded =
          isChannelScale(node, constants)
              ? Optional.ofNullable(convolutions.get(node.inputs().get(0)))
                  .filter(conv -> isExclusive(conv, uses))
                  .filter(conv -> isPerChannel(conv, node, constants))
              : Optional.empty();
      if (folded.isPresent()) {
        Node conv = folded.get();
        scale(conv, constants.get(node.inputs().get(1)).data(), constants);
        if (uses.merge(node.inputs().get(1), -1, Integer::sum) == 0) {
          constants.remove(node.inputs().get(1));
        }
        Node scaling = conv.withOutputs(node.outputs());
        nodes.set(nodes.indexOf(conv), scaling);
        convolutions.put(scaling.outputs().get(0), scaling);
      } else {
        nodes.add(node);
        if (node.operator() == Operator.CONV) {
          convolutions.put(node.outputs().get(0), node);
        }
      }
    }
    return graph.with(nodes, constants);
  }

  private static Map<String, Integer> uses(Graph graph) {
    Map<String, Integer> uses = new HashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(i -> uses.merge(i, 1, Integer::sum)));
    graph.outputs().forEach(port -> uses.merge(port.name(), 1, Integer::sum));
    return uses;
  }

  private static boolean isChannelScale(Node node, Map<String, Tensor> constants) {
    return node.operator() == Operator.MUL && constants.containsKey(node.inputs().get(1));
  }

  private static boolean isExclusive(Node conv, Map<String, Integer> uses) {
    List<String> parameters = conv.inputs().subList(1, conv.inputs().size());
    return uses.get(conv.outputs().get(0)) == 1
        && parameters.stream().allMatch(parameter -> uses.get(parameter) == 1);
  }

  private static boolean isPerChannel(Node conv, Node scale, Map<String, Tensor> constants) {
    Tensor weight = constants.get(conv.inputs().get(1));
    Tensor factors = constants.get(scale.inputs().get(1));
    return weight != null && factors.shape().equals(List.of(1, weight.shape().get(0), 1, 1));
  }

  private static void scale(Node conv, float[] factors, Map<String, Tensor> constants) {
    for (String parameter : conv.inputs().subList(1, conv.inputs().size())) {
      constants.computeIfPresent(parameter, (name, tensor) -> scaled(tensor, factors));
    }
  }

  /** Scales the rows: the outermost size counts the convolution's output channels. */
  private static Tensor scaled(Tensor tensor, float[] factors) {
    float[] values = tensor.data().clone();
    int row = values.length / factors.length;
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[i / row];
    }
    return new Tensor(tensor.shape(), values);
  }
}
