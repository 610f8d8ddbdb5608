package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.blocked.GraphEditor.Groups;
import java.util.List;
import java.util.Optional;

/**
 * A layer norm over the channels of each pixel whose result pointwise convolutions alone read:
 * transposition, norm, transposition back.
 *
 * @param input the feature map that is normalised
 * @param toLast makes [N, H, W, C] of it; may have other readers
 * @param norm the norm over the last axis
 * @param toFirst makes [N, C, H, W] again
 * @param readers the convolutions
 */
record LayerNormPattern(String input, Node toLast, Node norm, Node toFirst, List<Node> readers) {

  private static final Attribute LAST = Attribute.ofAll(0, 2, 3, 1);
  private static final Attribute FIRST = Attribute.ofAll(0, 3, 1, 2);

  /** The pattern around a node, if it is a norm of such a kind. */
  static Optional<LayerNormPattern> at(GraphEditor editor, Node norm) {
    if (norm.operator() != Operator.LAYER_NORMALIZATION
        || norm.inputs().size() != 3
        || !norm.inputs().subList(1, 3).stream().allMatch(editor::isConstant)
        || !editor.isExclusive(norm.outputs().get(0))) {
      return Optional.empty();
    }
    Optional<Node> toLast =
        editor.producer(norm.inputs().get(0)).filter(node -> isTransposition(node, LAST));
    Node toFirst = editor.readers(norm.outputs().get(0)).get(0);
    if (toLast.isEmpty() || !isTransposition(toFirst, FIRST)) {
      return Optional.empty();
    }
    String result = toFirst.outputs().get(0);
    List<Node> readers = editor.readers(result);
    boolean convolutionsAlone =
        !editor.isOutput(result)
            && readers.stream()
                .allMatch(
                    node ->
                        editor.isOwnConv(node, Groups.ONE)
                            && GraphEditor.isPointwise(node)
                            && node.inputs().get(0).equals(result));
    return convolutionsAlone
        ? Optional.of(
            new LayerNormPattern(
                toLast.get().inputs().get(0), toLast.get(), norm, toFirst, readers))
        : Optional.empty();
  }

  private static boolean isTransposition(Node node, Attribute order) {
    return node.operator() == Operator.TRANSPOSE && node.attributes().get("perm").equals(order);
  }

  /** Number of channels. */
  int channels(GraphEditor editor) {
    return editor.shape(norm.inputs().get(1)).get(0);
  }

  /** What is added to the variance. */
  float epsilon() {
    return ((Attribute.Real) norm.attributes().get("epsilon")).value();
  }
}
