package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.Conv;
import java.util.Map;
import java.util.stream.Stream;

/** Writes a convolution down as an ONNX graph. */
final class ConvGraph {

  private final Scope scope;

  /**
   * @param scope the path is the node's name
   */
  ConvGraph(Scope scope) {
    this.scope = scope;
  }

  /**
   * Adds the node.
   *
   * @param parameters the weight and, where there is one, the bias
   */
  Value of(Conv conv, Value x, Value... parameters) {
    Map<String, Attribute> attributes =
        Map.of(
            "kernel_shape", Attribute.ofAll(conv.kernel(), conv.kernel()),
            "pads", Attribute.ofAll(conv.padding(), conv.padding(), conv.padding(), conv.padding()),
            "strides", Attribute.ofAll(conv.stride(), conv.stride()),
            "group", Attribute.of(conv.groups()));
    Value[] operands = Stream.concat(Stream.of(x), Stream.of(parameters)).toArray(Value[]::new);
    return scope.result(Operator.CONV, attributes, operands);
  }
}
