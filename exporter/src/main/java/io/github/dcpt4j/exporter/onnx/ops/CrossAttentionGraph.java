package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;

/** Writes attention of all pixels of one map to all of another down as an ONNX graph. */
final class CrossAttentionGraph {

  private final Scope scope;
  private final Shapes shapes;

  /**
   * @param scope where the nodes go
   */
  CrossAttentionGraph(Scope scope) {
    this.scope = scope;
    this.shapes = new Shapes(scope);
  }

  /**
   * Adds the nodes.
   *
   * @param query [N, C, H, W]
   * @param keys [N, C, H', W']
   * @param values [N, C, H', W']
   * @return [N, C, H, W]
   */
  Value attend(int channels, int heads, Value query, Value keys, Value values) {
    int perHead = channels / heads;
    Value q = shapes.reshape("query", query, 0, heads, perHead, -1);
    Value k = shapes.reshape("key", keys, 0, heads, perHead, -1);
    Value v = shapes.reshape("value", values, 0, heads, perHead, -1);
    Value likeness = scope.node("likeness", Operator.MATMUL, scope.turned("query_rows", q), k);
    Value scaled = scope.node("scale", Operator.DIV, likeness, scope.number(Math.sqrt(perHead)));
    Value shares = scope.softmax("softmax", scaled);
    Value mixed = scope.node("mix", Operator.MATMUL, shares, scope.turned("value_rows", v));
    return shapes.asMap("map", scope.turned("mix_columns", mixed), channels, query);
  }
}
