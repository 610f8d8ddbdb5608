package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.network.WindowAttention;
import io.github.dcpt4j.exporter.onnx.WindowPlaces.Cut;
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
final class OnnxWindows {

  private final GraphBuilder graph;
  private final Map<Cut, WindowPlaces> places = new HashMap<>();
  private final Map<Cut, Value> masks = new HashMap<>();

  OnnxWindows(GraphBuilder graph) {
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
    ShapeArithmetic reckon = new ShapeArithmetic(graph, name);
    int headChannels = attention.headChannels();
    Value heads = reckon.reshape("heads", qkv, 0, -1, headChannels);
    Value queries = gather(name + "/queries", heads, at.queries());
    Value keys = gather(name + "/keys", heads, at.keys());
    Value values = gather(name + "/values", heads, at.values());

    Tensor scale = new Tensor(List.of(), new float[] {(float) attention.queryScale()});
    Value factor = graph.constant("windows/scale_" + headChannels, scale);
    Value scaled = node(name + "/scaled", Operator.MUL, queries, factor);
    Map<String, Attribute> lastTwo = Map.of("perm", Attribute.ofAll(0, 1, 2, 4, 3));
    Value turned = graph.node(graph.unused(name + "/turned"), Operator.TRANSPOSE, lastTwo, keys);
    Value scores = node(name + "/scores", Operator.MATMUL, scaled, turned);
    if (biasTable.isPresent()) {
      String bias = name + ".relative_position_bias";
      Value pairs = graph.constant(bias, biasOfPairs(attention, biasTable.get()));
      scores = node(name + "/biased", Operator.ADD, scores, pairs);
    }
    if (attention.needsMask()) {
      scores =
          node(
              name + "/masked",
              Operator.ADD,
              scores,
              masks.computeIfAbsent(cut, of -> mask(attention, of)));
    }
    Value shares =
        graph.node(
            graph.unused(name + "/shares"),
            Operator.SOFTMAX,
            Map.of("axis", Attribute.of(-1)),
            scores);
    Value mixed = node(name + "/mixed", Operator.MATMUL, shares, values);
    Value flat = reckon.reshape("flat", mixed, 0, -1, headChannels);
    Value back = gather(name + "/back", flat, at.back());
    return reckon.reshape("map", back, 0, 0, 0, attention.channels());
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
    Value constant =
        graph.constant(
            graph.unused(cut.name() + "/masks"),
            new Tensor(List.of(4, 1, tokens, tokens), ofKinds));
    String name = graph.unused(cut.name() + "/mask");
    Map<String, Attribute> alongKinds = Map.of("axis", Attribute.of(0));
    return graph.node(name, Operator.GATHER, alongKinds, constant, WindowPlaces.kinds(graph, cut));
  }

  private Value gather(String name, Value x, Value at) {
    Map<String, Attribute> alongPlaces = Map.of("axis", Attribute.of(1));
    return graph.node(graph.unused(name), Operator.GATHER, alongPlaces, x, at);
  }

  private Value node(String name, Operator operator, Value... operands) {
    return graph.node(graph.unused(name), operator, Map.of(), operands);
  }
}
