package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.blocked.GraphEditor.Groups;
import io.github.dcpt4j.exporter.onnx.rewrite.Rewrite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the channels of a convolution's result are split, the convolution is: each part is computed
 * by a convolution of its own, and no split has to leave the blocked layout. A depthwise
 * convolution between the two is split with them.
 */
public final class SplitConvolutions implements Rewrite {

  private static final Set<Operator> SPLITS = Set.of(Operator.SPLIT);

  @Override
  public Graph apply(Graph graph) {
    GraphEditor editor = new GraphEditor(graph);
    for (Node node : editor.nodes()) {
      if (SPLITS.contains(node.operator())
          && node.attributes().get("axis").equals(Attribute.of(1))) {
        convolutions(editor, node.inputs().get(0))
            .filter(chain -> divides(editor, chain, node.outputs().size()))
            .ifPresent(chain -> split(editor, chain, node));
      }
    }
    return editor.build();
  }

  /** The convolutions that make a value and nothing else, in their order. */
  private static Optional<List<Node>> convolutions(GraphEditor editor, String value) {
    Optional<Node> last = editor.producer(value).filter(conv -> editor.isExclusive(value));
    if (last.filter(conv -> editor.isOwnConv(conv, Groups.ONE)).isPresent()) {
      return last.map(List::of);
    }
    return last.filter(conv -> editor.isOwnConv(conv, Groups.DEPTHWISE))
        .flatMap(
            conv ->
                convolutions(editor, conv.inputs().get(0))
                    .map(
                        before -> {
                          List<Node> chain = new ArrayList<>(before);
                          chain.add(conv);
                          return chain;
                        }));
  }

  private static boolean divides(GraphEditor editor, List<Node> chain, int parts) {
    return editor.shape(chain.get(0).inputs().get(1)).get(0) % parts == 0;
  }

  private static void split(GraphEditor editor, List<Node> chain, Node split) {
    int parts = split.outputs().size();
    Map<Node, List<Node>> pieces = new HashMap<>();
    for (int part = 0; part < parts; part++) {
      String input = chain.get(0).inputs().get(0);
      for (Node conv : chain) {
        boolean last = conv == chain.get(chain.size() - 1);
        String name = editor.unused(conv.name() + "/part_" + part);
        String output = last ? split.outputs().get(part) : name;
        pieces
            .computeIfAbsent(conv, c -> new ArrayList<>())
            .add(piece(editor, conv, name, input, output, part, parts));
        input = output;
      }
    }
    editor.replace(split, List.of());
    for (Node conv : chain) {
      editor.replace(conv, pieces.get(conv));
    }
  }

  private static Node piece(
      GraphEditor editor,
      Node conv,
      String name,
      String input,
      String output,
      int part,
      int parts) {
    List<String> inputs = new ArrayList<>(List.of(input));
    for (String parameter : conv.inputs().subList(1, conv.inputs().size())) {
      List<Integer> shape = new ArrayList<>(editor.shape(parameter));
      double[] all = editor.values(parameter);
      int length = all.length / parts;
      shape.set(0, shape.get(0) / parts);
      String own = editor.unused(parameter + "/part_" + part);
      editor.setConstant(own, shape, Arrays.copyOfRange(all, part * length, (part + 1) * length));
      inputs.add(own);
    }
    Map<String, Attribute> attributes = new TreeMap<>(conv.attributes());
    long groups = ((Attribute.Int) attributes.get("group")).value();
    attributes.put("group", Attribute.of(groups == 1 ? 1 : groups / parts));
    return new Node(name, Operator.CONV, inputs, List.of(output), attributes);
  }
}
