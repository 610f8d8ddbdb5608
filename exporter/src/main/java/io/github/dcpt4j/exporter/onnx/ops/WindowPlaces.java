package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.sdk.text.Text;
import java.util.stream.LongStream;

/**
 * Where a feature map's values lie before and after it is cut into windows, as numbers that the
 * graph reckons from height and width when it runs. Places count in runs of one head's channels.
 *
 * @param queries [windows, heads, tokens], places in [H, W, 3 heads]
 * @param keys likewise
 * @param values likewise
 * @param back [H, W, heads], places in [windows, heads, tokens]
 */
record WindowPlaces(Value queries, Value keys, Value values, Value back) {

  /**
   * How a feature map is cut.
   *
   * @param size a tensor [N, any, H, W]
   * @param window side of the windows
   * @param shift how far the map is shifted up and to the left before
   * @param heads number of heads
   */
  record Cut(Value size, int window, int shift, int heads) {

    String name() {
      return Text.of("windows/%d_%d_%d", window, shift, heads);
    }

    int tokens() {
      return window * window;
    }
  }

  /** Adds the nodes that find the places. */
  static WindowPlaces of(GraphBuilder graph, Cut cut) {
    Shapes reckon = new Shapes(new Scope(graph, cut.name()));
    long heads = cut.heads();
    Value height = reckon.size(cut.size(), Shapes.HEIGHT_AXIS);
    Value width = reckon.size(cut.size(), Shapes.WIDTH_AXIS);
    Value rows = reckon.range("rows", height);
    Value columns = reckon.range("columns", width);
    Value queries =
        sources(
            reckon,
            cut,
            reckon.times("row_length", width, 3 * heads),
            moved(reckon, "source_rows", rows, cut.shift(), height),
            moved(reckon, "source_columns", columns, cut.shift(), width));
    Value keys = reckon.plus("keys", queries, heads);
    Value values = reckon.plus("values", queries, 2 * heads);
    Value back =
        targets(
            reckon,
            cut,
            reckon.times("row_of_windows", width, heads * cut.window()),
            moved(reckon, "target_rows", rows, -cut.shift(), height),
            moved(reckon, "target_columns", columns, -cut.shift(), width));
    return new WindowPlaces(queries, keys, values, back);
  }

  private static Value moved(Shapes reckon, String name, Value places, long shift, Value size) {
    return shift == 0
        ? places
        : reckon.modulo(name, reckon.plus(name + "/moved", places, shift), size);
  }

  /** For every pixel of every window, the place of its query in the map. */
  private static Value sources(Shapes reckon, Cut cut, Value rowLength, Value rows, Value columns) {
    long heads = cut.heads();
    long window = cut.window();
    Value rowStarts = reckon.times("row_starts", rows, rowLength);
    Value columnStarts = reckon.times("column_starts", columns, 3 * heads);
    Value pixels =
        reckon.plus(
            "pixels",
            reckon.reshape("window_rows", rowStarts, -1, 1, 1, window, 1),
            reckon.reshape("window_columns", columnStarts, -1, 1, 1, window));
    long[] numbers = LongStream.range(0, heads).toArray();
    Value ofHeads = reckon.reshape("heads", reckon.whole(numbers), -1, 1, 1);
    Value all = reckon.plus("sources", pixels, ofHeads);
    return reckon.reshape("queries", all, -1, heads, cut.tokens());
  }

  /** For every pixel of the map, the place of its result in the windows. */
  private static Value targets(
      Shapes reckon, Cut cut, Value rowOfWindows, Value rows, Value columns) {
    long window = cut.window();
    Value windowRow = reckon.over("window_row", rows, window);
    Value windowColumn = reckon.over("window_column", columns, window);
    Value byRow =
        reckon.plus(
            "by_row",
            reckon.times("first_of_row", windowRow, rowOfWindows),
            reckon.times("line", reckon.modulo("inner_row", rows, window), window));
    Value byColumn =
        reckon.plus(
            "by_column",
            reckon.times("first_of_window", windowColumn, (long) cut.heads() * cut.tokens()),
            reckon.modulo("inner_column", columns, window));
    Value pixels =
        reckon.plus(
            "targets",
            reckon.reshape("in_rows", byRow, -1, 1, 1),
            reckon.reshape("in_columns", byColumn, -1, 1));
    long[] starts = LongStream.range(0, cut.heads()).map(head -> head * cut.tokens()).toArray();
    return reckon.plus("back", pixels, reckon.whole(starts));
  }

  /**
   * For every window, [windows]: 2 if it is one of the last row of windows, plus 1 if it is one of
   * the last column.
   */
  static Value kinds(GraphBuilder graph, Cut cut) {
    Shapes reckon = new Shapes(new Scope(graph, cut.name() + "/mask"));
    Value lastRow =
        isLast(reckon, "last_row", reckon.size(cut.size(), Shapes.HEIGHT_AXIS), cut.window());
    Value lastColumn =
        isLast(reckon, "last_column", reckon.size(cut.size(), Shapes.WIDTH_AXIS), cut.window());
    Value byRow = reckon.reshape("by_row", reckon.times("twice", lastRow, 2), -1, 1);
    return reckon.reshape("kinds", reckon.plus("by_column", byRow, lastColumn), -1);
  }

  /** For the windows along a side: 1 for the last, 0 for the others. */
  private static Value isLast(Shapes reckon, String name, Value side, long window) {
    Value count = reckon.over(name + "/count", side, window);
    Value numbers = reckon.plus(name + "/from_one", reckon.range(name + "/numbers", count), 1);
    return reckon.over(name, numbers, count);
  }
}
