package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import java.util.List;
import java.util.Map;

/** Writes attention between channels down as an ONNX graph. */
final class TransposedAttentionGraph {

  private final Scope scope;
  private final Shapes shapes;

  /**
   * @param scope where the nodes go
   */
  TransposedAttentionGraph(Scope scope) {
    this.scope = scope;
    this.shapes = new Shapes(scope);
  }

  /**
   * Adds the nodes.
   *
   * @param temperature factors of the products, [heads, 1, 1]
   * @param qkv [N, 3C, H, W]
   * @return [N, C, H, W]
   */
  Value attend(TransposedAttention attention, Value temperature, Value qkv) {
    Value rows =
        shapes.reshape("rows", qkv, 0, 3L * attention.heads(), attention.headChannels(), -1);
    List<Value> parts =
        scope.nodeWithResults("split", 3, Operator.SPLIT, Map.of("axis", Attribute.of(1)), rows);
    Value queries = parts.get(0);
    Value keys = parts.get(1);
    Value products = scope.node("products", Operator.MATMUL, queries, scope.turned("turned", keys));
    // Lengths are divided out of the small products, not out of the large queries and keys.
    products = scope.node("by_query", Operator.DIV, products, lengths(queries));
    Value keyLengths = scope.turned("turned", lengths(keys));
    products = scope.node("by_key", Operator.DIV, products, keyLengths);
    products = scope.node("scaled", Operator.MUL, products, temperature);
    Value mixing =
        attention.activation() == Activation.RELU
            ? scope.node("relu", Operator.RELU, products)
            : scope.softmax("softmax", products);
    Value mixed = scope.node("mixed", Operator.MATMUL, mixing, parts.get(2));
    return shapes.asMap("map", mixed, attention.channels(), qkv);
  }

  /** The lengths of the vectors along the last axis, none of them zero. */
  private Value lengths(Value vectors) {
    Map<String, Attribute> lastAxis =
        Map.of("axes", Attribute.ofAll(-1), "keepdims", Attribute.of(1));
    Value lengths = scope.node("lengths", Operator.REDUCE_L2, lastAxis, vectors);
    Value smallest = scope.number(TransposedAttention.SMALLEST_LENGTH);
    return scope.node("nonzero", Operator.CLIP, lengths, smallest);
  }
}
