package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets convolutions and matrix products with weights compute with 8-bit whole numbers. Around them
 * stand the pairs of QuantizeLinear and DequantizeLinear by which the standard says so and which
 * runtimes fuse into their own operators. Weights have one scale for each output channel and no
 * zero point; inputs, and what a convolution gives, have one scale and a zero point.
 *
 * <p>Left in 32-bit floats are
 *
 * <ul>
 *   <li>norms, gates, attention's likenesses and soft-max: everything but the products with
 *       weights;
 *   <li>products with weights of what describes the whole picture: means, likenesses, shares. They
 *       cost little, and their faults would fall on every pixel;
 *   <li>convolutions from or to few channels, the picture's own: likewise.
 * </ul>
 */
public final class EightBitConvolutions implements Rewrite {

  private static final int FEW_CHANNELS = 4;

  private final Map<String, ValueRange> ranges;

  /**
   * @param ranges where the numbers of values were found to lie; what reads or makes a value that
   *     is not named stays in floats
   */
  public EightBitConvolutions(Map<String, ValueRange> ranges) {
    this.ranges = Map.copyOf(ranges);
  }

  @Override
  public Graph apply(Graph graph) {
    Rebuilding rebuilding = new Rebuilding(graph);
    Set<String> descriptions = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (isQuantised(node, graph, descriptions)) {
        rebuilding.quantise(node);
      } else {
        rebuilding.keep(node);
      }
      if (describes(node, graph, descriptions)) {
        descriptions.addAll(node.outputs());
      }
    }
    return new DropUnused().apply(rebuilding.build());
  }

  /** Whether a node's results say something of the whole picture, not of each pixel. */
  private static boolean describes(Node node, Graph graph, Set<String> descriptions) {
    List<String> computed =
        node.inputs().stream().filter(read -> !graph.constants().containsKey(read)).toList();
    return switch (node.operator()) {
      case GLOBAL_AVERAGE_POOL, CUM_SUM, SOFTMAX -> true;
      // Taken together with what is of the pixels, they are of the pixels too.
      case CONCAT, MATMUL, MUL -> descriptions.containsAll(computed) && computed.size() == 1;
      default -> computed.stream().anyMatch(descriptions::contains);
    };
  }

  private boolean isQuantised(Node node, Graph graph, Set<String> descriptions) {
    boolean product =
        node.operator() == Operator.CONV
            || node.operator() == Operator.GEMM
            || node.operator() == Operator.MATMUL;
    if (!product || descriptions.contains(node.inputs().get(0))) {
      return false;
    }
    Tensor weights = graph.constants().get(node.inputs().get(1));
    boolean constant =
        weights != null
            && node.inputs().stream().skip(2).allMatch(graph.constants()::containsKey)
            && !graph.constants().containsKey(node.inputs().get(0));
    boolean measured =
        ranges.containsKey(node.inputs().get(0)) && ranges.containsKey(node.outputs().get(0));
    return constant && measured && hasManyChannels(node, weights);
  }

  private static boolean hasManyChannels(Node node, Tensor weights) {
    if (node.operator() != Operator.CONV) {
      return weights.shape().size() == 2;
    }
    long groups = ((Attribute.Int) node.attributes().get("group")).value();
    return weights.shape().get(0) > FEW_CHANNELS && weights.shape().get(1) * groups > FEW_CHANNELS;
  }

  /** The new graph as far as it has come. */
  private final class Rebuilding {

    private final Graph before;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tensor> constants;
    private final Map<String, ElementType> elementTypes;
    private final Set<String> outputs = new HashSet<>();
    // By value, what it is after having gone through 8 bits.
    private final Map<String, String> rounded = new HashMap<>();
    // Values that convolutions of 8 bits made: nothing reads them unrounded.
    private final Set<String> replaced = new HashSet<>();

    Rebuilding(Graph before) {
      this.before = before;
      this.constants = new LinkedHashMap<>(before.constants());
      this.elementTypes = new HashMap<>(before.elementTypes());
      before.outputs().forEach(port -> outputs.add(port.name()));
    }

    void keep(Node node) {
      nodes.add(
          node.withInputs(
              node.inputs().stream()
                  .map(read -> replaced.contains(read) ? rounded.get(read) : read)
                  .toList()));
    }

    void quantise(Node node) {
      String name = node.name();
      List<String> inputs = new ArrayList<>();
      AffineCode code = AffineCode.of(ranges.get(node.inputs().get(0)));
      inputs.add(rounded(node.inputs().get(0)));
      // Of a matrix product's weights the last size counts its results, else the first.
      int axis = node.operator() == Operator.MATMUL ? 1 : 0;
      QuantisedWeights weights =
          QuantisedWeights.of(
              constants.get(node.inputs().get(1)),
              axis,
              node.inputs().stream().skip(2).findFirst().map(constants::get),
              code.scale());
      Attribute along = Attribute.of(axis);
      String zero = constant(name + "/weights/zero", zeros(weights.scales()), ElementType.INT8);
      inputs.add(
          dequantised(
              name + "/weights",
              along,
              constant(name + "/weights/codes", weights.weights(), ElementType.INT8),
              constant(name + "/weights/scale", weights.scales(), ElementType.FLOAT),
              Optional.of(zero)));
      weights
          .bias()
          .ifPresent(
              bias ->
                  inputs.add(
                      dequantised(
                          name + "/bias",
                          along,
                          constant(name + "/bias/codes", bias, ElementType.INT32),
                          constant(name + "/bias/scale", weights.biasScales(), ElementType.FLOAT),
                          Optional.empty())));
      nodes.add(node.withInputs(inputs));
      String made = node.outputs().get(0);
      // A runtime gives a matrix product's sums as floats at no cost, but not a convolution's.
      if (node.operator() == Operator.CONV && !outputs.contains(made)) {
        rounded(made);
        replaced.add(made);
      }
    }

    private String rounded(String value) {
      if (!rounded.containsKey(value)) {
        AffineCode code = AffineCode.of(ranges.get(value));
        String name = value + "/8bit";
        String scale = constant(name + "/scale", scalar(code.scale()), ElementType.FLOAT);
        String zero = constant(name + "/zero", scalar(code.zeroPoint()), ElementType.UINT8);
        Map<String, Attribute> axis = Map.of("axis", Attribute.of(0));
        nodes.add(
            new Node(
                name + "/codes",
                Operator.QUANTIZE_LINEAR,
                List.of(value, scale, zero),
                List.of(name + "/codes"),
                axis));
        rounded.put(
            value, dequantised(name, Attribute.of(0), name + "/codes", scale, Optional.of(zero)));
      }
      return rounded.get(value);
    }

    private String dequantised(
        String name, Attribute axis, String codes, String scale, Optional<String> zero) {
      List<String> inputs =
          zero.map(point -> List.of(codes, scale, point)).orElse(List.of(codes, scale));
      nodes.add(
          new Node(name, Operator.DEQUANTIZE_LINEAR, inputs, List.of(name), Map.of("axis", axis)));
      return name;
    }

    private String constant(String name, Tensor tensor, ElementType type) {
      constants.put(name, tensor);
      elementTypes.put(name, type);
      return name;
    }

    Graph build() {
      return new Graph(
          before.name(), before.inputs(), before.outputs(), nodes, constants, elementTypes);
    }
  }

  private static Tensor scalar(float value) {
    return new Tensor(List.of(), new float[] {value});
  }

  private static Tensor zeros(Tensor like) {
    return new Tensor(like.shape(), new float[like.data().length]);
  }
}
