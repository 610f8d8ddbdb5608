package io.github.dcpt4j.exporter.network.transweather;

import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.CrossAttention;
import io.github.dcpt4j.exporter.ops.LearntRows;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Ops;

/**
 * A transformer block of TransWeather.
 *
 * @param width channels
 * @param heads attention heads, a divisor of the width
 * @param expansion the perceptron's hidden channels by the width
 * @param reduction side of the squares of pixels that become one key and value
 * @param taskQueries whether the queries are learnt, and not made of the pixels
 */
record TransWeatherBlock(int width, int heads, int expansion, int reduction, boolean taskQueries) {

  private static final int TASKS = 48;
  private static final double NORM_EPSILON = 1e-6;
  private static final double REDUCTION_EPSILON = 1e-5;

  /**
   * Runs the block.
   *
   * @param name what the names of its parameters begin with
   * @param x [N, width, H, W]
   */
  <T> T of(Ops<T> ops, String name, T x) {
    T y = ops.norm(name + "norm1", Norm.layer(width, NORM_EPSILON), x);
    y = ops.add(x, attention(ops, name + "attn.", y));
    T z = ops.norm(name + "norm2", Norm.layer(width, NORM_EPSILON), y);
    return ops.add(y, perceptron(ops, name + "mlp.", z));
  }

  private <T> T attention(Ops<T> ops, String name, T x) {
    // The queries of a task are the same wherever they are used.
    T asking =
        taskQueries ? ops.learntRows(name + "task_query", new LearntRows(TASKS, width), x) : x;
    T query = ops.linear(name + "q", Linear.perPixel(width, width), asking);
    T answering = reduction == 1 ? x : reduced(ops, name, x);
    T keysAndValues = ops.linear(name + "kv", Linear.perPixel(width, 2 * width), answering);
    T attended = ops.crossAttention(new CrossAttention(width, heads), query, keysAndValues);
    return ops.linear(name + "proj", Linear.perPixel(width, width), attended);
  }

  private <T> T reduced(Ops<T> ops, String name, T x) {
    Conv conv = Conv.same(width, width, reduction).withStride(reduction, 0);
    return ops.norm(
        name + "norm", Norm.layer(width, REDUCTION_EPSILON), ops.conv(name + "sr", conv, x));
  }

  private <T> T perceptron(Ops<T> ops, String name, T x) {
    int hidden = expansion * width;
    T u = ops.linear(name + "fc1", Linear.perPixel(width, hidden), x);
    u = ops.activate(Activation.GELU, ops.conv(name + "dwconv.dwconv", Conv.depthwise(hidden), u));
    return ops.linear(name + "fc2", Linear.perPixel(hidden, width), u);
  }
}
