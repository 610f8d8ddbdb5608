package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.network.WindowAttention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Writes attention within windows down as an ONNX graph.
 *
 * <p>Shifting, cutting into windows and parting queries, keys, values and heads only moves the
 * values of a head at a pixel, which lie side by side, to other places. One gather does all of it
 * in one pass, and another one takes the results back. The places follow from height and width,
 * which are known when the graph runs; they are computed once for all blocks that share a size.
 */
final class OnnxWindows {

  private static final Map<String, Attribute> ALONG_PLACES = Map.of("axis", Attribute.of(1));

  private final GraphBuilder graph;
  private final Map<Cut, Places> places = new HashMap<>();
  private final Map<Cut, Value> masks = new HashMap<>();

  /** How a feature map is cut; blocks with the same cut share their places. */
  private record Cut(Value size, int window, int shift, int heads) {

    String name() {
      return "windows/%d_%d_%d".formatted(window, shift, heads);
    }

    int tokens() {
      return window * window;
    }
  }

  /**
   * Where the values lie: for queries, keys and values [windows, heads, tokens], counted in heads
   * at pixels; for the way back [H, W, heads], counted in tokens of heads of windows.
   */
  private record Places(Value queries, Value keys, Value values, Value back) {}

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
    Places at = places.computeIfAbsent(cut, this::places);
    int headChannels = attention.headChannels();
    Value heads = reshape(name + "/heads", qkv, 0, -1, headChannels);
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
    Value flat = reshape(name + "/flat", mixed, 0, -1, headChannels);
    Value back = gather(name + "/back", flat, at.back());
    return reshape(name, back, 0, 0, 0, attention.channels());
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

  private Places places(Cut cut) {
    String name = cut.name();
    long window = cut.window();
    long heads = cut.heads();
    long tokens = cut.tokens();
    Value height = side(name + "/height", cut.size(), 2);
    Value width = side(name + "/width", cut.size(), 3);

    // From a pixel of a window to the place in the image that the shift has brought there.
    Value rows = shifted(name + "/row", range(name + "/rows", height), cut.shift(), height);
    Value columns = shifted(name + "/column", range(name + "/columns", width), cut.shift(), width);
    Value rowLength = times(name + "/row_length", width, 3 * heads);
    Value rowStarts = node(name + "/row_starts", Operator.MUL, rows, rowLength);
    Value columnStarts = times(name + "/column_starts", columns, 3 * heads);
    Value pixels =
        node(
            name + "/pixels",
            Operator.ADD,
            reshape(name + "/window_rows", rowStarts, -1, 1, 1, window, 1),
            reshape(name + "/window_columns", columnStarts, -1, 1, 1, window));
    Value ofHeads = reshape(name + "/heads", counting(name + "/head", heads, 1), heads, 1, 1);
    Value all = node(name + "/places", Operator.ADD, pixels, ofHeads);
    Value queries = reshape(name + "/queries", all, -1, heads, tokens);
    Value keys = plus(name + "/keys", queries, heads);
    Value values = plus(name + "/values", queries, 2 * heads);

    // From a place in the image to the window and the pixel of it that the shift brings it to.
    Value toRow = shifted(name + "/to_row", range(name + "/rows", height), -cut.shift(), height);
    Value toColumn =
        shifted(name + "/to_column", range(name + "/columns", width), -cut.shift(), width);
    Value windowsOfRow = times(name + "/windows_of_row", width, heads * window);
    Value windowRow = over(name + "/window_row", toRow, window);
    Value windowColumn = over(name + "/window_column", toColumn, window);
    Value firstOfRow = node(name + "/first_of_row", Operator.MUL, windowRow, windowsOfRow);
    Value firstOfWindow = times(name + "/first_of_window", windowColumn, heads * tokens);
    Value lineInside = modulo(name + "/line", toRow, whole(name + "/side", window));
    Value inside = modulo(name + "/inside", toColumn, whole(name + "/side", window));
    Value line = times(name + "/line_start", lineInside, window);
    Value byRow = node(name + "/by_row", Operator.ADD, firstOfRow, line);
    Value byColumn = node(name + "/by_column", Operator.ADD, firstOfWindow, inside);
    Value byPixel =
        node(
            name + "/by_pixel",
            Operator.ADD,
            reshape(name + "/in_rows", byRow, -1, 1, 1),
            reshape(name + "/in_columns", byColumn, -1, 1));
    Value back =
        node(name + "/back", Operator.ADD, byPixel, counting(name + "/head", heads, tokens));
    return new Places(queries, keys, values, back);
  }

  /** For every window, 2 if it is one of the last row, plus 1 if it is one of the last column. */
  private Value kinds(Cut cut) {
    String name = cut.name();
    Value height = side(name + "/height", cut.size(), 2);
    Value width = side(name + "/width", cut.size(), 3);
    Value byRow = times(name + "/twice", isLast(name + "/last_row", height, cut.window()), 2);
    Value byColumn = isLast(name + "/last_column", width, cut.window());
    Value both =
        node(
            name + "/kind", Operator.ADD, reshape(name + "/kinds_of_rows", byRow, -1, 1), byColumn);
    return reshape(name + "/kinds", both, -1);
  }

  /** For the windows along a side: 1 for the last, 0 for the others. */
  private Value isLast(String name, Value side, long window) {
    Value count = over(name + "/count", side, window);
    Value numbers = plus(name + "/number", range(name + "/numbers", count), 1);
    return node(name, Operator.DIV, numbers, count);
  }

  private Value side(String name, Value size, int axis) {
    Map<String, Attribute> one = Map.of("start", Attribute.of(axis), "end", Attribute.of(axis + 1));
    return graph.node(graph.unused(name), Operator.SHAPE, one, size);
  }

  /** The numbers from 0 to below the end, which is a list of one. */
  private Value range(String name, Value end) {
    Value zero = node(name + "/from", Operator.SQUEEZE, whole(name + "/zero", 0));
    Value one = node(name + "/by", Operator.SQUEEZE, whole(name + "/one", 1));
    return node(name, Operator.RANGE, zero, node(name + "/end", Operator.SQUEEZE, end), one);
  }

  private Value shifted(String name, Value numbers, long shift, Value size) {
    return shift == 0 ? numbers : modulo(name, plus(name + "/moved", numbers, shift), size);
  }

  /** 0, step, 2 step and so on. */
  private Value counting(String name, long count, long step) {
    return whole(name, LongStream.range(0, count).map(i -> i * step).toArray());
  }

  private Value plus(String name, Value x, long number) {
    return node(name, Operator.ADD, x, whole(name + "/added", number));
  }

  private Value times(String name, Value x, long number) {
    return node(name, Operator.MUL, x, whole(name + "/factor", number));
  }

  private Value over(String name, Value x, long number) {
    return node(name, Operator.DIV, x, whole(name + "/divisor", number));
  }

  /** The remainder, which has the divisor's sign. */
  private Value modulo(String name, Value x, Value divisor) {
    Map<String, Attribute> integers = Map.of("fmod", Attribute.of(0));
    return graph.node(graph.unused(name), Operator.MOD, integers, x, divisor);
  }

  private Value gather(String name, Value x, Value at) {
    return graph.node(graph.unused(name), Operator.GATHER, ALONG_PLACES, x, at);
  }

  /** Sizes of zero stay as they are, and one of -1 takes what is left. */
  private Value reshape(String name, Value x, long... sizes) {
    return node(name, Operator.RESHAPE, x, whole(name + "/sizes", sizes));
  }

  private Value whole(String name, long... numbers) {
    return graph.node(
        graph.unused(name), Operator.CONSTANT, Map.of("value_ints", Attribute.ofAll(numbers)));
  }

  private Value node(String name, Operator operator, Value... operands) {
    return graph.node(graph.unused(name), operator, Map.of(), operands);
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
    return graph.node(name, Operator.GATHER, alongKinds, constant, kinds(cut));
  }
}
