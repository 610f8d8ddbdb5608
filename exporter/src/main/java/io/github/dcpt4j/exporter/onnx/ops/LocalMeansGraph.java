package io.github.dcpt4j.exporter.onnx.ops;

import static io.github.dcpt4j.exporter.onnx.ops.Shapes.HEIGHT_AXIS;
import static io.github.dcpt4j.exporter.onnx.ops.Shapes.WIDTH_AXIS;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import java.util.Map;
import java.util.stream.LongStream;

/** Writes means over windows, and products with them, down as an ONNX graph. */
final class LocalMeansGraph {

  private static final Map<String, Attribute> INCLUSIVE =
      Map.of("exclusive", Attribute.of(0), "reverse", Attribute.of(0));

  private final Scope scope;
  private final Shapes shapes;

  /**
   * @param scope where the nodes go
   */
  LocalMeansGraph(Scope scope) {
    this.scope = scope;
    this.shapes = new Shapes(scope);
  }

  /** The means over all windows of some rows and columns. */
  Value means(Value x, int rows, int columns) {
    return means(x, shapes.whole(rows), shapes.whole(columns));
  }

  private Value means(Value x, Value rows, Value columns) {
    Value height = shapes.smaller(shapes.size(x, HEIGHT_AXIS), rows);
    Value width = shapes.smaller(shapes.size(x, WIDTH_AXIS), columns);
    // Running sums down the rows are many times faster in ONNX Runtime than along them.
    Value upright = windowSums(x, height);
    Value sums = scope.turned("turned", windowSums(scope.turned("turned", upright), width));
    Value area = shapes.times("area", height, width);
    return scope.node("means", Operator.DIV, sums, scope.inSinglePrecision("count", area));
  }

  /**
   * The sums over windows of some rows: the running sum at a window's end less that at its
   * beginning, and the beginning itself. One axis after the other keeps the running sums small, and
   * so their rounding.
   */
  private Value windowSums(Value x, Value length) {
    Value axis =
        scope.node("axis", Operator.CONSTANT, Map.of("value", Attribute.scalar(HEIGHT_AXIS)));
    Value running = scope.node("running_sums", Operator.CUM_SUM, INCLUSIVE, x, axis);
    Value skipped = shapes.minus("skipped", length, 1);
    Value size = shapes.size(x, HEIGHT_AXIS);
    Value count = shapes.minus("windows", size, skipped);
    Value ends = shapes.slice(running, HEIGHT_AXIS, skipped, size);
    Value beginnings = shapes.slice(running, HEIGHT_AXIS, shapes.whole(0), count);
    Value firsts = shapes.slice(x, HEIGHT_AXIS, shapes.whole(0), count);
    Value others = scope.node("others", Operator.SUB, ends, beginnings);
    return scope.node("window_sums", Operator.ADD, others, firsts);
  }

  /** The means on a coarse grid, each of them spread over the pixels that it stands for. */
  Value coarseMeans(Value x, CoarseWindow rows, CoarseWindow columns) {
    Value size = shapes.heightAndWidth(x);
    Value lengths = shapes.whole(rows.length(), columns.length());
    Value most = shapes.largest(shapes.minus("beyond", size, lengths));
    // One where a side goes beyond its window, else zero: then all that follows is the plain mean.
    Value notNegative = scope.node("not_negative", Operator.MAX, most, shapes.whole(0));
    Value coarse = shapes.smaller(notNegative, shapes.whole(1));
    Value one = shapes.whole(1);
    Value wanted = shapes.joined(step(x, HEIGHT_AXIS, rows), step(x, WIDTH_AXIS, columns));
    Value added = shapes.times("added", shapes.minus("more", wanted, one), coarse);
    Value steps = shapes.plus("steps", added, one);
    Value start = shapes.times("start", steps, coarse);
    Value axes = shapes.whole(HEIGHT_AXIS, WIDTH_AXIS);
    Value grid = scope.node("grid", Operator.SLICE, x, start, size, axes, steps);
    Value places = shapes.over("places", lengths, steps);
    Value means = means(grid, shapes.entry(places, 0), shapes.entry(places, 1));
    return enlarged(means, steps);
  }

  /** The step of a window on the coarse grid, as {@link CoarseWindow#step} has it. */
  private Value step(Value x, int axis, CoarseWindow window) {
    long[] steps = LongStream.rangeClosed(1, CoarseWindow.LARGEST_STEP).toArray();
    Value candidates = shapes.whole(steps);
    Value rest = shapes.modulo("rest", shapes.size(x, axis), candidates);
    Value isRest = shapes.smaller(rest, shapes.whole(1));
    Value divides = shapes.minus("divides", shapes.whole(1), isRest);
    Value divisors = shapes.times("divisors", candidates, divides);
    return shapes.smaller(shapes.largest(divisors), shapes.whole(window.largestStep()));
  }

  /** Every value as many times below and beside itself as two numbers say. */
  private Value enlarged(Value x, Value times) {
    Value one = shapes.whole(1);
    Value apart = scope.node("apart", Operator.UNSQUEEZE, x, shapes.whole(3, 5));
    Value copies =
        shapes.joined(one, one, one, shapes.entry(times, 0), one, shapes.entry(times, 1));
    Value copied = scope.node("copied", Operator.EXPAND, apart, copies);
    Value size = shapes.times("enlarged_size", shapes.heightAndWidth(x), times);
    Value shape = shapes.joined(shapes.sizes(x, 0, 1), size);
    return scope.node("enlarged", Operator.RESHAPE, copied, shape);
  }

  /** The product of a feature map with factors in its middle that hold on beyond their edges. */
  Value multiplyAround(Value x, Value factors) {
    Value inner = shapes.heightAndWidth(factors);
    Value missing = shapes.minus("missing", shapes.heightAndWidth(x), inner);
    // A single row or column holds for all without being copied.
    Value single = shapes.minus("beyond_one", inner, 1);
    Value several = shapes.smaller(single, shapes.whole(1));
    Value added = shapes.times("added", missing, several);
    Value before = shapes.over("before", added, 2);
    Value after = shapes.minus("after", added, before);
    Value none = shapes.whole(0, 0);
    Value amounts = shapes.joined(none, before, none, after);
    Map<String, Attribute> edge = Map.of("mode", Attribute.of("edge"));
    Value extended = scope.node("around", Operator.PAD, edge, factors, amounts);
    return scope.node("multiply", Operator.MUL, x, extended);
  }
}
