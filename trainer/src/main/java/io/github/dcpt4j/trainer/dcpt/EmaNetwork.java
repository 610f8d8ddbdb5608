package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network that is trained alone, the moving average of its weights, which is what is evaluated,
 * and the classifier that it came with, which stays as it is.
 */
final class EmaNetwork implements AutoCloseable {

  private final ParameterGroup network;
  private final Ema average;
  private final Weights classifier;

  /**
   * Takes over a checkpoint's weights.
   *
   * @param start with a classifier or without
   * @param averageDecay decay of the moving average; 0 evaluates the last weights
   */
  EmaNetwork(NDManager manager, Checkpoint start, OptimiserSettings settings, double averageDecay) {
    ModelSummary summary = ModelSummary.of(start.model());
    this.network =
        new ParameterGroup(
            manager, "network", summary.networkParameters(), start.weights(), settings);
    this.average = new Ema("network.average", network.values(), averageDecay);
    this.classifier = start.weights().only(summary.classifierParameters());
  }

  ParameterGroup trainee() {
    return network;
  }

  void step(long iteration) {
    network.step(iteration);
    average.add(network.values());
  }

  Weights weights() {
    Map<String, Tensor> all = new LinkedHashMap<>(network.weights(average.values()).asMap());
    all.putAll(classifier.asMap());
    return new Weights(all);
  }

  Weights state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    network.addState(state);
    average.addState(state);
    return new Weights(state);
  }

  void restore(Weights state, long iteration) {
    network.restore(state, iteration);
    average.restore(state);
  }

  @Override
  public void close() {
    average.close();
    network.close();
  }
}
