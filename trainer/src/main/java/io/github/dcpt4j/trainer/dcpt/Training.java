package io.github.dcpt4j.trainer.dcpt;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.measures.Measures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model in training: what an objective computes with, and the state that steps change. {@link
 * Procedures} makes one. Used by one thread, the one that started DJL's engine or within {@link
 * io.github.dcpt4j.trainer.djl.GradientMode#off}.
 */
public final class Training implements AutoCloseable {

  private final Checkpoint start;
  private final NDManager manager;
  private final Map<String, FlatParameters> parameters = new LinkedHashMap<>();
  private final Map<String, ParameterGroup> trained = new LinkedHashMap<>();
  private final Optional<Ema> average;
  private final Gradients gradients;

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that take parts of every batch
   * @param start model and initial weights
   * @param iterations steps that the learning rates' schedules extend over, at least 1
   * @param parts all that the objective computes with
   * @param averageDecay decay of the moving average of the network's weights, which is then what is
   *     evaluated
   * @throws IllegalArgumentException if there are no iterations, or the first device is not the
   *     parent's
   */
  Training(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      long iterations,
      List<Part> parts,
      OptionalDouble averageDecay,
      Objective objective) {
    if (iterations < 1) {
      throw new IllegalArgumentException("a schedule needs a positive number of iterations");
    }
    this.start = start;
    this.manager = parent.newSubManager();
    for (Part part : parts) {
      part.optimiser()
          .ifPresentOrElse(
              adamW -> {
                ParameterGroup group = new ParameterGroup(manager, part, adamW, iterations);
                trained.put(part.name(), group);
                parameters.put(part.name(), group.parameters());
              },
              () ->
                  parameters.put(
                      part.name(), FlatParameters.frozen(manager, part.layout(), part.weights())));
    }
    this.average =
        averageDecay.isPresent()
            ? Optional.of(
                new Ema(
                    "network.average",
                    trained.get(Part.NETWORK).values(),
                    averageDecay.getAsDouble()))
            : Optional.empty();
    this.gradients = new Gradients(manager, devices, parameters, objective);
  }

  /**
   * Computes losses and gradients of a batch and moves the weights.
   *
   * @param iteration number of finished steps, which the learning rates depend on
   * @return what was measured before the weights moved
   */
  public Measures step(Batch batch, long iteration) {
    return step(List.of(batch), iteration);
  }

  /**
   * Moves the weights along the gradient of all patches of several batches: but for rounding, one
   * step with all of them in one batch, in less memory.
   *
   * @param batches at least one, with patches of one size
   * @param iteration number of finished steps, which the learning rates depend on
   * @return what was measured before the weights moved, means over all patches
   */
  public Measures step(List<Batch> batches, long iteration) {
    Measures measures = gradients.of(batches);
    trained.values().forEach(group -> group.step(iteration));
    average.ifPresent(ema -> ema.add(trained.get(Part.NETWORK).values()));
    gradients.spread();
    return measures;
  }

  /** Computes losses and gradients without moving the weights. */
  Measures backward(Batch batch) {
    return gradients.of(List.of(batch));
  }

  /** The parameters of a part that is trained. */
  ParameterGroup group(String part) {
    return trained.get(part);
  }

  /** The model's weights as they are to be evaluated and exported. */
  public Weights weights() {
    ModelSummary summary = ModelSummary.of(start.model());
    Map<String, Tensor> all =
        new LinkedHashMap<>(start.weights().only(summary.parameters()).asMap());
    trained.values().forEach(group -> all.putAll(group.weights().asMap()));
    average.ifPresent(ema -> all.putAll(trained.get(Part.NETWORK).weights(ema.values()).asMap()));
    return new Weights(all);
  }

  /** Everything that the next step depends on. */
  public Weights state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    trained.values().forEach(group -> group.addState(state));
    average.ifPresent(ema -> ema.addState(state));
    return new Weights(state);
  }

  /**
   * Goes back to a state.
   *
   * @param iteration number of steps that were finished when the state was taken
   * @throws IllegalArgumentException if the state is not that of such a training and model
   */
  public void restore(Weights state, long iteration) {
    trained.values().forEach(group -> group.restore(state, iteration));
    average.ifPresent(ema -> ema.restore(state));
    gradients.spread();
  }

  @Override
  public void close() {
    gradients.close();
    average.ifPresent(Ema::close);
    trained.values().forEach(ParameterGroup::close);
    manager.close();
  }
}
