package io.github.dcpt4j.exporter.onnx.ops;

import static io.github.dcpt4j.exporter.onnx.ops.Shapes.HEIGHT_AXIS;
import static io.github.dcpt4j.exporter.onnx.ops.Shapes.WIDTH_AXIS;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Writes a 3 x 3 convolution that samples its input at given places down as an ONNX graph. ONNX
 * Runtime knows no kernel for DeformConv: all taps of all pixels are sampled as one picture of nine
 * rows, which a matrix product then sums up.
 */
final class DeformableConvGraph {

  private static final int TAPS = 9;

  // Where the taps of a 3 x 3 kernel lie around its centre.
  private static final Tensor TAP_ROWS =
      new Tensor(List.of(TAPS, 1, 1), new float[] {-1, -1, -1, 0, 0, 0, 1, 1, 1});
  private static final Tensor TAP_COLUMNS =
      new Tensor(List.of(TAPS, 1, 1), new float[] {-1, 0, 1, -1, 0, 1, -1, 0, 1});

  private static final Map<String, Attribute> BILINEAR_WITH_ZEROS_OUTSIDE =
      Map.of(
          "align_corners", Attribute.of(0),
          "mode", Attribute.of("bilinear"),
          "padding_mode", Attribute.of("zeros"));

  private final GraphBuilder graph;
  private final Scope scope;
  private final Shapes shapes;

  /**
   * @param name path of the convolution's parameter
   */
  DeformableConvGraph(GraphBuilder graph, String name) {
    this.graph = graph;
    this.scope = new Scope(graph, name);
    this.shapes = new Shapes(scope);
  }

  /**
   * Adds the nodes.
   *
   * @param weight [out, in, 3, 3] as [out, 9 in]
   * @param x [N, in, H, W]
   * @param steering [N, 27, H, W], as {@link io.github.dcpt4j.exporter.ops.Ops#deformableConv} has
   *     it
   * @return [N, out, H, W]
   */
  Value of(Value weight, Value x, int in, int out, Value steering) {
    Value y = places("y", channels("dy", steering, 0, 2L * TAPS, 2), x, HEIGHT_AXIS);
    Value left = places("x", channels("dx", steering, 1, 2L * TAPS, 2), x, WIDTH_AXIS);
    Value last = shapes.whole(-1);
    Value places =
        scope.node(
            "places",
            Operator.CONCAT,
            Map.of("axis", Attribute.of(-1)),
            scope.node("x/last", Operator.UNSQUEEZE, left, last),
            scope.node("y/last", Operator.UNSQUEEZE, y, last));
    Value grid = shapes.reshape("grid", places, 0, TAPS, -1, 2);
    Value sampled =
        scope.node("sample", Operator.GRID_SAMPLE, BILINEAR_WITH_ZEROS_OUTSIDE, x, grid);
    Value modulation = channels("modulation", steering, 2L * TAPS, 3L * TAPS, 1);
    Value factors = scope.node("sigmoid", Operator.SIGMOID, modulation);
    Value modulated =
        scope.node(
            "modulate", Operator.MUL, sampled, shapes.reshape("factors", factors, 0, 1, TAPS, -1));
    Value columns = shapes.reshape("columns", modulated, 0, (long) in * TAPS, -1);
    Value sum = scope.result(Operator.MATMUL, Map.of(), weight, columns);
    return shapes.asMap("map", sum, out, x);
  }

  /** Channels at a fixed distance, from the first one on and before the last one. */
  private Value channels(String name, Value x, long first, long last, long step) {
    return scope.node(
        name,
        Operator.SLICE,
        x,
        shapes.whole(first),
        shapes.whole(last),
        shapes.whole(1),
        shapes.whole(step));
  }

  /**
   * Where the nine taps of every pixel look, in one direction: -1 and 1 are the image's edges.
   *
   * @param shift [N, 9, H, W], in pixels
   * @param axis of x, for rows or for columns
   * @return [N, 9, H, W]
   */
  private Value places(String direction, Value shift, Value x, int axis) {
    Scope within = scope.within(direction);
    Value side = within.inSinglePrecision("cast", shapes.size(x, axis));
    Value length = within.node("length", Operator.SQUEEZE, side);
    Value numbers =
        within.node("range", Operator.RANGE, within.number(0), length, within.number(1));
    // [H, 1] or [1, W], to go with the taps' [9, 1, 1].
    Value axes = shapes.whole(WIDTH_AXIS - axis);
    Value centres = within.node("centres", Operator.UNSQUEEZE, numbers, axes);
    Value offsets = graph.constant("taps/" + axis, axis == HEIGHT_AXIS ? TAP_ROWS : TAP_COLUMNS);
    Value still = within.node("still", Operator.ADD, centres, offsets);
    Value place = within.node("place", Operator.ADD, shift, still);
    // Pixel i has its centre at (2 i + 1) / length - 1.
    Value doubled = within.node("twice", Operator.MUL, place, within.number(2));
    Value fromEdge = within.node("from_edge", Operator.ADD, doubled, within.number(1));
    Value share = within.node("share", Operator.DIV, fromEdge, length);
    return within.node("centred", Operator.SUB, share, within.number(1));
  }
}
