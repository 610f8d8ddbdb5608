package io.github.dcpt4j.exporter.onnx.ops;

import static io.github.dcpt4j.exporter.onnx.ops.Shapes.HEIGHT_AXIS;
import static io.github.dcpt4j.exporter.onnx.ops.Shapes.WIDTH_AXIS;

import io.github.dcpt4j.exporter.onnx.Attribute;
import io.github.dcpt4j.exporter.onnx.Operator;
import io.github.dcpt4j.exporter.onnx.Value;
import io.github.dcpt4j.exporter.ops.Padding;
import java.util.Map;

/** Writes down how feature maps grow and shrink at their bottom and right edges. */
final class PadAndCrop {

  private final Scope scope;
  private final Shapes shapes;

  /**
   * @param scope where the nodes go
   */
  PadAndCrop(Scope scope) {
    this.scope = scope;
    this.shapes = new Shapes(scope);
  }

  /** Extends height and width to the next multiples. */
  Value padToMultiple(Value x, int multiple, Padding padding) {
    // What is missing is the negative size modulo the multiple: ONNX gives the divisor's sign.
    Value negative = scope.node("negative_size", Operator.NEG, shapes.heightAndWidth(x));
    Value missing = shapes.modulo("missing", negative, multiple);
    Value amounts = shapes.joined(shapes.whole(0, 0, 0, 0, 0, 0), missing);
    String mode = padding == Padding.ZERO ? "constant" : "reflect";
    return scope.node("pad", Operator.PAD, Map.of("mode", Attribute.of(mode)), x, amounts);
  }

  /** Cuts away what lies below and to the right of the reference's size. */
  Value cropLike(Value x, Value reference) {
    Value size = shapes.heightAndWidth(reference);
    Value axes = shapes.whole(HEIGHT_AXIS, WIDTH_AXIS);
    return scope.node("crop", Operator.SLICE, x, shapes.whole(0, 0), size, axes);
  }

  /** Keeps the first pixel of every whole block. */
  Value strideSample(Value x, int factor) {
    // Rows and columns that begin no whole block are cut off first.
    Value end = shapes.whole(1 - factor, 1 - factor);
    Value steps = shapes.whole(factor, factor);
    Value axes = shapes.whole(HEIGHT_AXIS, WIDTH_AXIS);
    return scope.node("decimated", Operator.SLICE, x, shapes.whole(0, 0), end, axes, steps);
  }
}
