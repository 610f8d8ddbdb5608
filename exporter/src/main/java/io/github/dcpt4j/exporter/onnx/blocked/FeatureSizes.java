package io.github.dcpt4j.exporter.onnx.blocked;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Dimension;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Port;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shapes of a graph's feature maps, as far as they follow from its convolutions, with names for
 * what may vary. ONNX's own inference forgets after a convolution that two maps have equal sizes.
 */
final class FeatureSizes {

  private static final List<Long> NO_PADDING = List.of(0L, 0L, 0L, 0L);

  /**
   * A feature map's shape.
   *
   * @param base an earlier value [N, ?, height, width] whose sizes this one's follow from
   * @param halvings how often the base's height and width are halved; -1 for a mean over them
   * @param channels number of channels
   */
  record FeatureMap(Port base, int halvings, int channels) {

    /** The shape in ONNX's terms. */
    List<Dimension> dimensions() {
      Dimension batch = base.shape().get(0);
      if (halvings < 0) {
        Dimension one = Dimension.of(1);
        return List.of(batch, Dimension.of(channels), one, one);
      }
      return List.of(batch, Dimension.of(channels), size(2), size(3));
    }

    private Dimension size(int axis) {
      Dimension size = base.shape().get(axis);
      if (halvings == 0) {
        return size;
      }
      return size instanceof Dimension.Fixed fixed
          ? Dimension.of(fixed.size() >> halvings)
          : Dimension.of(size + "/" + (1 << halvings));
    }

    private boolean isMean() {
      return halvings < 0;
    }

    private FeatureMap with(int otherHalvings, int otherChannels) {
      return new FeatureMap(base, otherHalvings, otherChannels);
    }
  }

  private final Map<String, Tensor> constants;
  private final Map<String, FeatureMap> maps = new LinkedHashMap<>();
  private final Map<String, Port> inputs = new HashMap<>();

  /** Follows the feature maps through a graph. */
  FeatureSizes(Graph graph) {
    constants = graph.constants();
    for (Port port : graph.inputs()) {
      inputs.put(port.name(), port);
    }
    for (Node node : graph.nodes()) {
      map(node).ifPresent(map -> maps.put(node.outputs().get(0), map));
    }
  }

  /** The shape of a value, if it is known. */
  Optional<FeatureMap> of(String value) {
    return Optional.ofNullable(maps.get(value));
  }

  private Optional<FeatureMap> map(Node node) {
    String first = node.inputs().isEmpty() ? Node.NOTHING : node.inputs().get(0);
    Optional<FeatureMap> x = of(first);
    return switch (node.operator()) {
      case CONV -> Optional.of(convolved(node, x.orElseGet(() -> start(first))));
      case SQRT, RECIPROCAL, RELU, LEAKY_RELU, SIGMOID, TANH, ERF -> x;
      case ADD, SUB, MUL, DIV -> joined(node);
      case GLOBAL_AVERAGE_POOL -> x.map(map -> map.with(-1, map.channels()));
      case MAX_POOL ->
          numbers(node, "kernel_shape").equals(List.of(2L, 2L))
              ? x.map(map -> map.with(map.halvings() + 1, map.channels()))
              : x;
      case DEPTH_TO_SPACE ->
          node.attributes().get("blocksize").equals(Attribute.of(2))
              ? x.filter(map -> map.halvings() > 0)
                  .map(map -> map.with(map.halvings() - 1, map.channels() / 4))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** What a convolution reads: an input, or the result of something that is not followed. */
  private FeatureMap start(String value) {
    Port input = inputs.get(value);
    Port base =
        input != null
            ? input
            : new Port(
                value,
                List.of(
                    Dimension.of(value + ".batch"),
                    Dimension.of(value + ".channels"),
                    Dimension.of(value + ".height"),
                    Dimension.of(value + ".width")));
    return new FeatureMap(base, 0, 0);
  }

  private FeatureMap convolved(Node conv, FeatureMap x) {
    int channels = constants.get(conv.inputs().get(1)).shape().get(0);
    long kernel = numbers(conv, "kernel_shape").get(0);
    long stride = numbers(conv, "strides").get(0);
    List<Long> pads = numbers(conv, "pads");
    if (stride == 1 && kernel == 2 * pads.get(0) + 1) {
      return x.with(x.halvings(), channels);
    }
    if (stride == 2 && kernel == 2 && pads.equals(NO_PADDING) && !x.isMean()) {
      return x.with(x.halvings() + 1, channels);
    }
    return start(conv.outputs().get(0)).with(0, channels);
  }

  private static List<Long> numbers(Node node, String attribute) {
    return ((Attribute.Ints) node.attributes().get(attribute)).values();
  }

  /** Of two operands the one that is not spread over the other: our graphs spread means alone. */
  private Optional<FeatureMap> joined(Node node) {
    return node.inputs().stream()
        .map(this::of)
        .flatMap(Optional::stream)
        .filter(map -> !map.isMean())
        .findFirst();
  }
}
