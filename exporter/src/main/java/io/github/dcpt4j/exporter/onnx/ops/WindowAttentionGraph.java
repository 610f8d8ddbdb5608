package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.onnx.ops.WindowPlaces.Cut;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes attention within windows down as an ONNX graph.
 *
 * <p>Shifting, cutting into windows and parting queries, keys, values and heads only moves the
 * values of a head at a pixel, which lie side by side, to other places. One gather each does all of
 * it in one pass, and another one takes the results back. The places are found once for all blocks
 * that share a size.
 */
final class WindowAttentionGraph {

  private final GraphBuilder graph;
  private final Map<Cut, WindowPlaces> places = new HashMap<>();
  private final Map<Cut, Value> masks = new HashMap<>();

  WindowAttentionGraph(GraphBuilder graph) {
    this.graph = graph;
  }

  /**
   * Adds the nodes of one block's attention.
   *
   * @param name the block's attention
   * @param biasTable bias by relative position and head
   * @param qkv [N, H, W, 3C]
   * @param size a feature map [N, any, H, W]
   * @return [N, H, W, C]
   */
  Value attend(
      String name, WindowAttention attention, Optional<Tensor> biasTable, Value qkv, Value size) {
    Cut cut = new Cut(size, attention.window(), attention.shift(), attention.heads());
    WindowPlaces at = places.computeIfAbsent(cut, of -> WindowPlaces.of(graph, of));
    Scope scope = new Scope(graph, name);
    Shapes shapes = new Shapes(scope);
    int headChannels = attention.headChannels();
    Value heads = shapes.reshape("heads", qkv, 0, -1, headChannels);
    Value queries = gather(scope, "queries", heads, at.queries());
    Value keys = gather(scope, "keys", heads, at.keys());
    Value values = gather(scope, "values", heads, at.values());

    Value scaled =
        scope.node("scaled", Operator.MUL, queries, scope.number(attention.queryScale()));
    Value turned = scope.transposed("turned", keys, 0, 1, 2, 4, 3);
    Value scores = scope.node("scores", Operator.MATMUL, scaled, turned);
    if (biasTable.isPresent()) {
      String bias = name + ".relative_position_bias";
      Value pairs = graph.constant(bias, biasOfPairs(attention, biasTable.get()));
      scores = scope.node("biased", Operator.ADD, scores, pairs);
    }
    if (attention.needsMask()) {
      Value mask = masks.computeIfAbsent(cut, of -> mask(attention, of));
      scores = scope.node("masked", Operator.ADD, scores, mask);
    }
    Value shares = scope.softmax("shares", scores);
    Value mixed = scope.node("mixed", Operator.MATMUL, shares, values);
    Value flat = shapes.reshape("flat", mixed, 0, -1, headChannels);
    Value back = gather(scope, "back", flat, at.back());
    return shapes.reshape("map", back, 0, 0, 0, attention.channels());
  }

  /** For every pair of pixels of a window, [heads, tokens, tokens]. */
  private static Tensor biasOfPairs(WindowAttention attention, Tensor table) {
    int tokens = attention.tokens();
    int heads = attention.heads();
    float[] pairs = new float[heads * tokens * tokens];
    for (int i = 0; i < pairs.length; i++) {
      int position = attention.relativePosition(i / tokens % tokens, i % tokens);
      pairs[i] = table.data()[position * heads + i / (tokens * tokens)];
    }
    return new Tensor(List.of(heads, tokens, tokens), pairs);
  }

  /** For every window and pair of its pixels, [windows, 1, tokens, tokens]. */
  private Value mask(WindowAttention attention, Cut cut) {
    int tokens = attention.tokens();
    float[] ofKinds = new float[4 * tokens * tokens];
    for (int i = 0; i < ofKinds.length; i++) {
      int kind = i / (tokens * tokens);
      boolean apart =
          attention.separates(kind / 2 == 1, kind % 2 == 1, i / tokens % tokens, i % tokens);
      ofKinds[i] = apart ? WindowAttention.MASKED : 0;
    }
    Scope scope = new Scope(graph, cut.name());
    Value constant = scope.constant("masks", new Tensor(List.of(4, 1, tokens, tokens), ofKinds));
    Map<String, Attribute> alongKinds = Map.of("axis", Attribute.of(0));
    Value kinds = WindowPlaces.kinds(graph, cut);
    return scope.node("mask", Operator.GATHER, alongKinds, constant, kinds);
  }

  private static Value gather(Scope scope, String name, Value x, Value at) {
    return scope.node(name, Operator.GATHER, Map.of("axis", Attribute.of(1)), x, at);
  }
}
