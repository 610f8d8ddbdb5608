package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.optimisation.Adam;
import java.util.List;
import java.util.Map;

/** A set of parameters with the optimiser that moves them. */
final class ParameterGroup implements AutoCloseable {

  /** PyTorch's own, against a norm of zero. */
  private static final double CLIP_EPSILON = 1e-6;

  private final String name;
  private final FlatParameters parameters;
  private final Adam optimiser;
  private final OptimiserSettings settings;

  ParameterGroup(
      NDManager manager,
      String name,
      List<Parameter> layout,
      Weights weights,
      OptimiserSettings settings) {
    this.name = name;
    this.parameters = new FlatParameters(manager, layout, weights);
    this.optimiser = new Adam(manager, settings.adam(), parameters.values().size());
    this.settings = settings;
  }

  FlatParameters parameters() {
    return parameters;
  }

  NDArray values() {
    return parameters.values();
  }

  /** Moves the values along the gradient of the last backward pass, and forgets it. */
  void step(long iteration) {
    clipGradient();
    try (NDArray gradient = parameters.gradient()) {
      optimiser.step(parameters.values(), gradient, settings.learningRate().at(iteration));
      gradient.muli(0f);
    }
  }

  /** Shortens the gradient to the largest norm that is allowed. */
  void clipGradient() {
    settings.clipNorm().ifPresent(this::clipGradient);
  }

  private void clipGradient(double limit) {
    try (NDArray gradient = parameters.gradient();
        NDArray norm = gradient.norm()) {
      double factor = limit / (norm.getFloat() + CLIP_EPSILON);
      if (factor < 1) {
        gradient.muli((float) factor);
      }
    }
  }

  Weights weights() {
    return parameters.toWeights(parameters.values().toFloatArray());
  }

  Weights weights(NDArray otherValues) {
    return parameters.toWeights(otherValues.toFloatArray());
  }

  void addState(Map<String, Tensor> state) {
    state.put(name, flat(parameters.values().toFloatArray()));
    state.put(name + ".first", flat(optimiser.firstMoments()));
    state.put(name + ".second", flat(optimiser.secondMoments()));
  }

  void restore(Weights state, long iteration) {
    parameters.set(state.get(name).data());
    optimiser.restore(
        iteration, state.get(name + ".first").data(), state.get(name + ".second").data());
  }

  static Tensor flat(float[] values) {
    return new Tensor(List.of(values.length), values);
  }

  @Override
  public void close() {
    optimiser.close();
    parameters.close();
  }
}
