package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.GraphBuilder;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.Map;

/** Writes norms over the channels of each pixel down in the forms that suit ONNX Runtime best. */
final class LayerNorm2dGraph {

  private static final int FEW_CHANNELS = 4;

  private final GraphBuilder graph;
  private final Weights weights;
  private final Layouts layouts;

  LayerNorm2dGraph(GraphBuilder graph, Weights weights, Layouts layouts) {
    this.graph = graph;
    this.weights = weights;
    this.layouts = layouts;
  }

  /** Adds a layer norm over the channels. */
  Value norm(String name, int channels, double epsilon, Value x) {
    if (channels == 1) {
      return normOfOneChannel(name, x);
    }
    Scope scope = new Scope(graph, name);
    Value last = layouts.channelsLast(scope, x);
    Value normalised =
        scope.result(
            Operator.LAYER_NORMALIZATION,
            overChannels(epsilon),
            channels < FEW_CHANNELS ? centred(last) : last,
            parameter(name + ".weight"),
            parameter(name + ".bias"));
    return layouts.channelsFirst(scope, normalised, x);
  }

  private static Map<String, Attribute> overChannels(double epsilon) {
    return Map.of("axis", Attribute.of(-1), "epsilon", Attribute.of((float) epsilon));
  }

  /**
   * The same values about their mean. ONNX Runtime's layer norm takes the variance as a difference
   * of squares, which loses digits where all values are nearly equal: a few easily are.
   */
  private Value centred(Value channelsLast) {
    Scope scope = Scope.after(graph, channelsLast);
    Map<String, Attribute> overChannels =
        Map.of("axes", Attribute.ofAll(-1), "keepdims", Attribute.of(1));
    Value mean = scope.node("channel_mean", Operator.REDUCE_MEAN, overChannels, channelsLast);
    return scope.node("centred", Operator.SUB, channelsLast, mean);
  }

  /**
   * A single channel is its own mean, which leaves the bias alone; ONNX Runtime refuses to take the
   * layer norm of one value.
   */
  private Value normOfOneChannel(String name, Value x) {
    Scope scope = new Scope(graph, name);
    Value zero = scope.constant("zero", new Tensor(List.of(1, 1, 1, 1), new float[1]));
    return new ConvGraph(scope).of(Conv.pointwise(1, 1), x, zero, parameter(name + ".bias"));
  }

  /** Adds a norm that divides by the deviation, but leaves the mean in. */
  Value normWithoutMean(String name, int channels, double epsilon, Value x) {
    Scope scope = new Scope(graph, name);
    float[] weight = weights.get(name + ".weight").data();
    if (channels == 1) {
      // A single channel has no variance, and no layer norm in ONNX Runtime.
      float factor = (float) (weight[0] / Math.sqrt(epsilon));
      Value constant = scope.constant("factor", new Tensor(List.of(), new float[] {factor}));
      return scope.result(Operator.MUL, Map.of(), x, constant);
    }
    // Of a layer norm only 1 / sqrt(variance + epsilon) is used: twice as fast as the long way.
    List<Value> statistics =
        scope.nodeWithResults(
            "statistics",
            3,
            Operator.LAYER_NORMALIZATION,
            overChannels(epsilon),
            scope.transposed("channels_last", x, 0, 2, 3, 1),
            parameter(name + ".weight"));
    Value factors = scope.transposed("factors", statistics.get(2), 0, 3, 1, 2);
    Value scaled = scope.node("scaled", Operator.MUL, x, factors);
    Value perChannel = scope.constant("per_channel", new Tensor(List.of(channels, 1, 1), weight));
    return scope.result(Operator.MUL, Map.of(), scaled, perChannel);
  }

  private Value parameter(String name) {
    return graph.constant(name, weights.get(name));
  }
}
