package io.github.dcpt4j.exporter.onnx.ops;

import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;

/** Writes the exact GELU down as the chain that ONNX Runtime fuses. */
final class GeluGraph {

  private final Scope scope;

  /**
   * @param scope where the nodes go
   */
  GeluGraph(Scope scope) {
    this.scope = scope;
  }

  /** Adds the nodes: x / sqrt 2, erf, + 1, times x, times a half. */
  Value of(Value x) {
    Value scaled = scope.node("scaled", Operator.DIV, x, scope.number(Math.sqrt(2)));
    Value erf = scope.node("erf", Operator.ERF, scaled);
    Value shifted = scope.node("shifted", Operator.ADD, erf, scope.number(1));
    Value twice = scope.node("twice", Operator.MUL, x, shifted);
    return scope.node("gelu", Operator.MUL, twice, scope.number(0.5));
  }
}
