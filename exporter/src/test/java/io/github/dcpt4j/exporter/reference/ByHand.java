package io.github.dcpt4j.exporter.reference;

import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What tests need that work an operation out by hand: parameters and small inputs. */
abstract class ByHand {

  private final Map<String, Tensor> parameters = new HashMap<>();

  /** A back end with the parameters that were set so far. */
  final ReferenceOps ops() {
    return new ReferenceOps(new Weights(parameters));
  }

  /** Sets a parameter. */
  final void parameter(String name, List<Integer> shape, float... values) {
    parameters.put(name, new Tensor(shape, values));
  }

  /** One channel, row by row. */
  static ReferenceTensor plane(int height, int width, float... values) {
    return ReferenceTensor.of(1, 1, height, width, values);
  }

  /** One pixel, channel by channel. */
  static ReferenceTensor pixel(float... channels) {
    return ReferenceTensor.of(1, channels.length, 1, 1, channels);
  }
}
