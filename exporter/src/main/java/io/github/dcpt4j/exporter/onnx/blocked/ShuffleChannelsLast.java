package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.blocked.FeatureSizes.FeatureMap;
import io.github.dcpt4j.exporter.onnx.blocked.GraphEditor.Groups;
import io.github.dcpt4j.exporter.onnx.rewrite.Rewrite;
import java.util.Map;
import java.util.Optional;

/**
 * Pixel-shuffle by two behind a pointwise convolution as a transposition of rows whose channels lie
 * side by side. ONNX Runtime merges the way to channels-last and back with the reordering of its
 * blocked layout; its depth-to-space works on single values. The convolution computes its channels
 * in the order in which they then have to lie.
 *
 * <p>A pooling over single pixels follows, which changes nothing: to ONNX Runtime its result is in
 * the blocked layout, so that an addition to it stays there.
 */
public final class ShuffleChannelsLast implements Rewrite {

  private static final int PIXELS = 4;

  @Override
  public Graph apply(Graph graph) {
    FeatureSizes sizes = new FeatureSizes(graph);
    GraphEditor editor = new GraphEditor(graph);
    for (Node node : editor.nodes()) {
      if (isShuffle(node)) {
        conv(editor, node)
            .ifPresent(
                conv ->
                    sizes
                        .of(conv.outputs().get(0))
                        .filter(map -> map.halvings() > 0 && isCheap(editor, map))
                        .ifPresent(map -> replace(editor, node, conv, map)));
      }
    }
    return editor.build();
  }

  private static boolean isShuffle(Node node) {
    return node.operator() == Operator.DEPTH_TO_SPACE
        && node.attributes().get("blocksize").equals(Attribute.of(2))
        && node.attributes().get("mode").equals(Attribute.of("CRD"));
  }

  private static Optional<Node> conv(GraphEditor editor, Node shuffle) {
    String value = shuffle.inputs().get(0);
    return editor
        .producer(value)
        .filter(conv -> editor.isExclusive(value))
        .filter(conv -> editor.isOwnConv(conv, Groups.ONE));
  }

  /** Whether the sizes can be asked of a value that is not in the blocked layout. */
  private static boolean isCheap(GraphEditor editor, FeatureMap map) {
    return editor
        .producer(map.base().name())
        .filter(node -> node.operator() == Operator.CONV)
        .isEmpty();
  }

  private static void replace(GraphEditor editor, Node shuffle, Node conv, FeatureMap map) {
    int channels = map.channels() / PIXELS;
    for (String parameter : conv.inputs().subList(1, conv.inputs().size())) {
      editor.setConstant(
          parameter, editor.shape(parameter), pixelsOutermost(editor.values(parameter), channels));
    }
    AddedNodes nodes = new AddedNodes(editor, shuffle.name());
    String base = map.base().name();
    String width = nodes.size(base, 3, 1L << map.halvings());
    String doubled = nodes.size(base, 3, 1L << (map.halvings() - 1));
    String batch = nodes.size(base, 0);
    String rows =
        nodes.add("channels_last", Operator.TRANSPOSE, order(0, 2, 3, 1), shuffle.inputs().get(0));
    String pairs =
        nodes.reshape("pairs", rows, nodes.whole(-1), width, nodes.whole(2, 2L * channels));
    String lines = nodes.add("lines", Operator.TRANSPOSE, order(0, 2, 1, 3), pairs);
    String last =
        nodes.reshape("shuffled", lines, batch, nodes.whole(-1), doubled, nodes.whole(channels));
    String first = nodes.add("channels_first", Operator.TRANSPOSE, order(0, 3, 1, 2), last);
    nodes.addAs(shuffle.outputs().get(0), "blocked", Operator.MAX_POOL, identity(), first);
    editor.replace(shuffle, nodes.all());
  }

  /** Rows (channel, y, x) in the order (y, x, channel). */
  private static double[] pixelsOutermost(double[] values, int channels) {
    double[] ordered = new double[values.length];
    int row = values.length / (channels * PIXELS);
    for (int c = 0; c < channels; c++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        System.arraycopy(
            values, (c * PIXELS + pixel) * row, ordered, (pixel * channels + c) * row, row);
      }
    }
    return ordered;
  }

  private static Map<String, Attribute> order(long... axes) {
    return Map.of("perm", Attribute.ofAll(axes));
  }

  private static Map<String, Attribute> identity() {
    return Map.of("kernel_shape", Attribute.ofAll(1, 1), "strides", Attribute.ofAll(1, 1));
  }
}
