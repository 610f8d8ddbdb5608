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
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import io.github.dcpt4j.trainer.optimisation.L1Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Degradation classification pre-training (Hu et al., ICLR 2025): the network reproduces an image,
 * and a small classifier tells the degradation of its input from the decoder's features.
 */
public final class PreTraining implements Procedure {

  /** Which image the network reproduces while it learns to classify. */
  public enum Generation {
    /** The clean one: the method. */
    CLEAN,
    /** The clean one from the degraded one: direct training, the ablation. */
    RESTORED
  }

  private final ModelDefinition model;
  private final DegradationClassifier classifierHead;
  private final Generation generation;
  private final FocalLoss focal;
  private final L1Loss l1 = new L1Loss();
  private final NDManager manager;
  private final ParameterGroup network;
  private final ParameterGroup classifier;
  private final Gradients gradients;

  /** Trains on the parent's device alone. */
  public PreTraining(
      NDManager parent,
      Checkpoint start,
      OptimiserSettings networkSettings,
      OptimiserSettings classifierSettings,
      Generation generation,
      double gamma) {
    this(
        parent,
        List.of(parent.getDevice()),
        start,
        networkSettings,
        classifierSettings,
        generation,
        gamma);
  }

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that are to take parts of every
   *     batch
   * @param start model and initial weights, with a classifier
   * @param gamma exponent of the focal loss
   */
  public PreTraining(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      OptimiserSettings networkSettings,
      OptimiserSettings classifierSettings,
      Generation generation,
      double gamma) {
    this.model = start.model();
    this.classifierHead =
        model
            .classifier()
            .orElseThrow(() -> new IllegalArgumentException("pre-training needs a classifier"));
    this.generation = generation;
    this.focal = FocalLoss.mean(gamma);
    this.manager = parent.newSubManager();
    ModelSummary summary = ModelSummary.of(model);
    this.network =
        new ParameterGroup(
            manager, "network", summary.networkParameters(), start.weights(), networkSettings);
    this.classifier =
        new ParameterGroup(
            manager,
            "classifier",
            summary.classifierParameters(),
            start.weights(),
            classifierSettings);
    this.gradients =
        new Gradients(
            manager, devices, List.of(network.parameters(), classifier.parameters()), this::losses);
  }

  @Override
  public StepResult step(List<Batch> batches, long iteration) {
    StepResult result = gradients.of(batches);
    network.step(iteration);
    classifier.step(iteration);
    gradients.spread();
    return result;
  }

  /** Computes losses and gradients without moving the weights. */
  StepResult backward(Batch batch) {
    return gradients.of(List.of(batch));
  }

  private Losses losses(Replica replica, Tensors images, int[] labels) {
    DjlOps networkOps = replica.ops(network.parameters());
    DjlOps classifierOps = replica.ops(classifier.parameters());

    NDArray source = generation == Generation.CLEAN ? images.target() : images.input();
    NDArray generated = model.network().restore(networkOps, source);
    NDArray pixelLoss = l1.apply(generated, images.target());

    NDArray logits =
        classifierHead.logits(
            classifierOps,
            model.network().features(networkOps, images.input()).stages(),
            images.input());
    NDArray classificationLoss = focal.apply(logits, labels);
    return Losses.of(pixelLoss, new Losses.Classification(classificationLoss, logits, labels));
  }

  ParameterGroup network() {
    return network;
  }

  ParameterGroup classifier() {
    return classifier;
  }

  @Override
  public Weights weights() {
    Map<String, Tensor> all = new LinkedHashMap<>(network.weights().asMap());
    all.putAll(classifier.weights().asMap());
    return new Weights(all);
  }

  @Override
  public Weights state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    network.addState(state);
    classifier.addState(state);
    return new Weights(state);
  }

  @Override
  public void restore(Weights state, long iteration) {
    network.restore(state, iteration);
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
