package io.github.dcpt4j.trainer.dcpt;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.DjlOps;
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
  private final Trainee classifier;

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors, on the device to train on
   * @param start model and weights, with a classifier
   * @param gamma exponent of the focal loss
   */
  public ClassifierTraining(
      NDManager parent, Checkpoint start, OptimiserSettings settings, double gamma) {
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
        new Trainee(
            manager, "classifier", summary.classifierParameters(), start.weights(), settings);
  }

  @Override
  public StepResult step(Batch batch, long iteration) {
    StepResult result = backward(batch);
    classifier.step(iteration);
    return result;
  }

  private StepResult backward(Batch batch) {
    try (NDManager stepManager = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray input = Tensors.of(stepManager, batch).input();
      List<NDArray> features = model.network().trunk(new DjlOps(network.views()), input).stages();
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray logits = classifierHead.logits(new DjlOps(classifier.views()), features, input);
        NDArray loss = focal.apply(logits, batch.labels());
        collector.backward(loss);
        return new StepResult(0, loss.getFloat(), Accuracy.of(logits, batch.labels()));
      }
    }
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
  }

  @Override
  public void close() {
    network.close();
    classifier.close();
    manager.close();
  }
}
