package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import java.util.Map;

/** Writes down how learnt rows of features are laid out over an image, as an ONNX graph. */
final class LearntRowsGraph {

  private static final Map<String, Attribute> WHOLE_NUMBERS = Map.of("to", Attribute.of(7));

  private final Scope scope;
  private final Shapes shapes;

  /**
   * @param scope where the nodes go
   */
  LearntRowsGraph(Scope scope) {
    this.scope = scope;
    this.shapes = new Shapes(scope);
  }

  /**
   * Adds the nodes. What place a row has is reckoned in single precision, as the definition says.
   *
   * @param table [1, rows, channels]
   * @param reference [N, any, H, W]
   * @return [N, channels, H, W]
   */
  Value of(Value table, int rows, int channels, Value reference) {
    Map<String, Attribute> toScalar = Map.of("keepdims", Attribute.of(0));
    Value pixels =
        scope.node("pixels", Operator.REDUCE_PROD, toScalar, shapes.heightAndWidth(reference));
    Value count = scope.inSinglePrecision("count", pixels);
    Value rowsPerPixel = scope.node("step", Operator.DIV, scope.number(rows), count);
    Value numbers = scope.node("range", Operator.RANGE, scope.number(0), count, scope.number(1));
    Value places = scope.node("places", Operator.MUL, numbers, rowsPerPixel);
    Value whole = scope.node("floor", Operator.FLOOR, places);
    Value row = scope.node("row", Operator.MIN, whole, scope.number(rows - 1));
    Value index = scope.node("index", Operator.CAST, WHOLE_NUMBERS, row);
    Value taken =
        scope.node("take", Operator.GATHER, Map.of("axis", Attribute.of(1)), table, index);
    Value columns = scope.transposed("columns", taken, 0, 2, 1);
    Value image = shapes.asMap("map", columns, channels, reference);
    Value batch = shapes.joined(shapes.size(reference, 0), shapes.whole(1, 1, 1));
    return scope.result(Operator.EXPAND, Map.of(), image, batch);
  }
}
