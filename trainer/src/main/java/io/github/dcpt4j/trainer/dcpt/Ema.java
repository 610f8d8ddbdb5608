package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Map;

/** The exponential moving average of a set of parameters: a copy at first. */
final class Ema implements AutoCloseable {

  private final String name;
  private final double decay;
  private final NDArray values;

  /**
   * Starts with the parameters as they are.
   *
   * @param name its name in the state
   * @param decay what is kept of the average in a step; 0 follows the parameters at once
   */
  Ema(String name, NDArray start, double decay) {
    this.name = name;
    this.decay = decay;
    this.values = start.duplicate();
  }

  NDArray values() {
    return values;
  }

  /** Takes in the parameters after a step. */
  void add(NDArray parameters) {
    values.muli((float) decay);
    try (NDArray share = parameters.mul((float) (1 - decay))) {
      values.addi(share);
    }
  }

  void addState(Map<String, Tensor> state) {
    state.put(name, ParameterGroup.flat(values.toFloatArray()));
  }

  void restore(Weights state) {
    float[] stored = state.get(name).data();
    if (stored.length != values.size()) {
      throw new IllegalArgumentException(
          Text.of("an average of %d values for %d parameters", stored.length, values.size()));
    }
    values.set(stored);
  }

  @Override
  public void close() {
    values.close();
  }
}
