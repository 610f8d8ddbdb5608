package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.AdamWOptimiser;
import java.util.List;
import java.util.Map;

/** A set of parameters with the optimiser that moves them. */
final class ParameterGroup implements AutoCloseable {

  /** PyTorch's own, against a norm of zero. */
  private static final double CLIP_EPSILON = 1e-6;

  private final String name;
  private final FlatParameters parameters;
  private final AdamWOptimiser optimiser;
  private final AdamW settings;
  private final long iterations;

  /**
   * Takes over weights.
   *
   * @param iterations steps that the learning rate's schedule extends over
   */
  ParameterGroup(NDManager manager, Part part, AdamW settings, long iterations) {
    this.name = part.name();
    this.parameters = new FlatParameters(manager, part.layout(), part.weights());
    this.optimiser = new AdamWOptimiser(manager, settings, parameters.values().size());
    this.settings = settings;
    this.iterations = iterations;
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
      optimiser.step(parameters.values(), gradient, settings.learningRateAt(iteration, iterations));
      gradient.muli(0f);
    }
  }

  /** Shortens the gradient to the largest norm that is allowed. */
  void clipGradient() {
    if (settings.clipNorm() > 0) {
      clipGradient(settings.clipNorm());
    }
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
