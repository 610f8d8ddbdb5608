package io.github.dcpt4j.exporter.onnx.rewrite;

import io.github.dcpt4j.exporter.onnx.ElementType;
import io.github.dcpt4j.exporter.onnx.Graph;
import io.github.dcpt4j.exporter.onnx.HalfFloat;
import io.github.dcpt4j.exporter.onnx.Node;
import io.github.dcpt4j.exporter.onnx.Operator;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets convolutions and matrix products with weights, and what lies between them, compute with
 * 16-bit floats. Inputs and outputs of the graph stay 32-bit floats.
 *
 * <p>What adds up many numbers or multiplies two results with each other stays in 32 bits: norms,
 * means and running sums, the gates' products, attention's likenesses and soft-max, places of
 * pixels. So does what reads or makes numbers near the end of the halves' range, and what has a
 * weight that a half cannot hold.
 *
 * <p>A value is cast at most once to each type, from the type in which it was computed; a value
 * that is only moved about takes the narrower way.
 */
public final class HalfPrecision implements Rewrite {

  /** Computed in halves. */
  private static final Set<Operator> HEAVY =
      Collections.unmodifiableSet(
          EnumSet.of(Operator.CONV, Operator.CONV_TRANSPOSE, Operator.GEMM, Operator.MATMUL));

  /** Numbers come out as they went in: computed in whichever type saves traffic and casts. */
  private static final Set<Operator> MOVING =
      Collections.unmodifiableSet(
          EnumSet.of(
              Operator.CONCAT,
              Operator.DEPTH_TO_SPACE,
              Operator.EXPAND,
              Operator.FLATTEN,
              Operator.GATHER,
              Operator.MAX_POOL,
              Operator.PAD,
              Operator.RESHAPE,
              Operator.SLICE,
              Operator.SPACE_TO_DEPTH,
              Operator.SPLIT,
              Operator.SQUEEZE,
              Operator.TRANSPOSE,
              Operator.UNSQUEEZE));

  /** Computed in halves if that is what they are given. */
  private static final Set<Operator> LIGHT =
      Collections.unmodifiableSet(
          EnumSet.of(
              Operator.ADD,
              Operator.CLIP,
              Operator.LEAKY_RELU,
              Operator.MAX,
              Operator.MIN,
              Operator.MUL,
              Operator.NEG,
              Operator.RELU,
              Operator.SUB));

  // Other pictures lead farther than those that were looked at.
  private static final float RESERVE = 4;

  private final Map<String, ValueRange> ranges;

  /**
   * @param ranges where the numbers of values were found to lie; values that are not named are
   *     taken to be harmless
   */
  public HalfPrecision(Map<String, ValueRange> ranges) {
    this.ranges = Map.copyOf(ranges);
  }

  @Override
  public Graph apply(Graph graph) {
    Map<String, ElementType> types = new Plan(graph).types();
    TypedGraph result = new TypedGraph(graph);
    graph.nodes().forEach(node -> result.add(node, types.get(node.name())));
    return result.build();
  }

  /** Decides in which type every node computes. */
  private final class Plan {

    private final Graph graph;
    private final Map<String, ElementType> before;
    private final Map<String, Node> producers = new HashMap<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> halves = new HashSet<>();

    Plan(Graph graph) {
      this.graph = graph;
      this.before = ElementTypes.of(graph);
      graph.nodes().forEach(node -> node.outputs().forEach(made -> producers.put(made, node)));
    }

    /** By node; nodes that make no floats have none. */
    Map<String, ElementType> types() {
      for (int i = graph.nodes().size() - 1; i >= 0; i--) {
        Node node = graph.nodes().get(i);
        boolean passesOn =
            MOVING.contains(node.operator()) && !Collections.disjoint(node.outputs(), wanted);
        if (fits(node) && (isHeavy(node) || passesOn)) {
          wanted.addAll(computed(node));
        }
      }
      Map<String, ElementType> types = new HashMap<>();
      for (Node node : graph.nodes()) {
        if (isFloat(node.outputs().get(0))) {
          boolean half = fits(node) && isHalf(node);
          types.put(node.name(), half ? ElementType.FLOAT16 : ElementType.FLOAT);
          if (half) {
            halves.addAll(node.outputs());
          }
        }
      }
      return types;
    }

    private boolean isHalf(Node node) {
      Collection<String> computed = computed(node);
      boolean givenHalves = !computed.isEmpty() && halves.containsAll(computed);
      if (MOVING.contains(node.operator())) {
        return givenHalves || !Collections.disjoint(node.outputs(), wanted);
      }
      boolean light = LIGHT.contains(node.operator()) && !isProductOfResults(node);
      return isHeavy(node) || light && givenHalves;
    }

    private boolean isHeavy(Node node) {
      return HEAVY.contains(node.operator()) && (!isProductOfResults(node) || isMixture(node));
    }

    private boolean isProductOfResults(Node node) {
      boolean product = node.operator() == Operator.MATMUL || node.operator() == Operator.MUL;
      return product && computed(node).size() == node.inputs().size();
    }

    /** Shares that add up to one make nothing larger. */
    private boolean isMixture(Node node) {
      Node shares = producers.get(node.inputs().get(0));
      return shares != null && shares.operator() == Operator.SOFTMAX;
    }

    /** The floats that a node is given and that are no constants. */
    private List<String> computed(Node node) {
      return node.inputs().stream()
          .filter(read -> isFloat(read) && !graph.constants().containsKey(read))
          .toList();
    }

    private boolean isFloat(String value) {
      return before.get(value) == ElementType.FLOAT;
    }

    private boolean fits(Node node) {
      return node.inputs().stream().allMatch(this::fits)
          && node.outputs().stream().allMatch(this::fits);
    }

    private boolean fits(String value) {
      if (graph.constants().containsKey(value)) {
        return !isFloat(value) || fits(graph.constants().get(value).data());
      }
      ValueRange range = ranges.get(value);
      return range == null || range.reach() * RESERVE <= HalfFloat.LARGEST;
    }

    /** Neither beyond the largest half, nor all so small that digits are lost. */
    private boolean fits(float[] values) {
      float largest = 0;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      return largest == 0 || HalfFloat.SMALLEST_NORMAL <= largest && largest <= HalfFloat.LARGEST;
    }
  }
}
