package io.github.dcpt4j.trainer.dcpt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the classifier alone, on the features of a network that stays as it is. Used after
 * fine-tuning, which moves the features away from what the classifier learnt to read.
 */
public final class ClassifierTraining implements Procedure {

  private final ModelDefinition model;
  private final DegradationClassifier classifierHead;
  private final FocalLoss focal;
  private final NDManager manager;
  private final FlatParameters network;
  private final ParameterGroup classifier;
  private final Gradients gradients;

  /** Trains on the parent's device alone. */
  public ClassifierTraining(
      NDManager parent, Checkpoint start, OptimiserSettings settings, double gamma) {
    this(parent, List.of(parent.getDevice()), start, settings, gamma);
  }

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that are to take parts of every
   *     batch
   * @param start model and weights, with a classifier
   * @param gamma exponent of the focal loss
   */
  public ClassifierTraining(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      OptimiserSettings settings,
      double gamma) {
    this.model = start.model();
    this.classifierHead =
        model
            .classifier()
            .orElseThrow(() -> new IllegalArgumentException("the checkpoint has no classifier"));
    this.focal = FocalLoss.mean(gamma);
    this.manager = parent.newSubManager();
    ModelSummary summary = ModelSummary.of(model);
    this.network = FlatParameters.frozen(manager, summary.networkParameters(), start.weights());
    this.classifier =
        new ParameterGroup(
            manager, "classifier", summary.classifierParameters(), start.weights(), settings);
    this.gradients =
        new Gradients(manager, devices, List.of(network, classifier.parameters()), this::losses);
  }

  @Override
  public StepResult step(List<Batch> batches, long iteration) {
    StepResult result = gradients.of(batches);
    classifier.step(iteration);
    gradients.spread();
    return result;
  }

  private Losses losses(Replica replica, Tensors images, int[] labels) {
    NDArray input = images.input();
    List<NDArray> features = model.network().features(replica.ops(network), input).stages();
    NDArray logits = classifierHead.logits(replica.ops(classifier.parameters()), features, input);
    NDArray loss = focal.apply(logits, labels);
    return Losses.of(new Losses.Classification(loss, logits, labels));
  }

  @Override
  public Weights weights() {
    Map<String, Tensor> all =
        new LinkedHashMap<>(network.toWeights(network.values().toFloatArray()).asMap());
    all.putAll(classifier.weights().asMap());
    return new Weights(all);
  }

  @Override
  public Weights state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    classifier.addState(state);
    return new Weights(state);
  }

  @Override
  public void restore(Weights state, long iteration) {
    classifier.restore(state, iteration);
    gradients.spread();
  }

  @Override
  public void close() {
    gradients.close();
    network.close();
    classifier.close();
    manager.close();
  }
}
