package io.github.dcpt4j.trainer.dcpt;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.Trunk;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import io.github.dcpt4j.trainer.optimisation.L1Loss;
import java.util.List;

/**
 * Guided transfer to another degradation (Hu et al., ICLR 2025): a network trained to remove one
 * degradation learns to remove another, while a classifier that stays as it is has to read a fixed
 * class from the decoder features of the same pass. The evaluated weights are an exponential moving
 * average over the steps.
 *
 * <p>The class that the features are led to is the {@link Guide}'s: the paper's text names the
 * target degradation among all, its poster a classifier of two classes, clean and degraded.
 */
public final class GuidedTransfer implements Procedure {

  private final ModelDefinition model;
  private final Guide guide;
  private final FocalLoss focal;
  private final L1Loss l1 = new L1Loss();
  private final NDManager manager;
  private final FlatParameters guideValues;
  private final AveragedNetwork network;

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors, on the device to train on
   * @param start model and initial weights; a classifier of its own is kept as it is
   * @param guide classifier for the same decoder stages
   * @param settings of the network's optimiser, with clipping or without
   * @param gamma exponent of the focal loss
   * @param averageDecay decay of the moving average; 0 evaluates the last weights
   * @throws IllegalArgumentException if the guide reads other stages than the network's
   */
  public GuidedTransfer(
      NDManager parent,
      Checkpoint start,
      Guide guide,
      OptimiserSettings settings,
      double gamma,
      double averageDecay) {
    this.model = start.model();
    this.guide = guide;
    requireStages();
    this.focal = FocalLoss.mean(gamma);
    this.manager = parent.newSubManager();
    this.guideValues =
        FlatParameters.frozen(
            manager, ModelSummary.parameters(guide.classifier()), guide.weights());
    this.network = new AveragedNetwork(manager, start, settings, averageDecay);
  }

  private void requireStages() {
    List<Integer> read = guide.classifier().featureChannels();
    List<Integer> given = model.network().stageChannels();
    if (!read.equals(given)
        || guide.classifier().downsample() != model.network().stagesAtFullSize()) {
      throw new IllegalArgumentException(
          "the guiding classifier reads stages of %s channels, the network's have %s: take one trained with such a network"
              .formatted(read, given));
    }
  }

  @Override
  public StepResult step(Batch batch, long iteration) {
    StepResult result = backward(batch);
    network.step(iteration);
    return result;
  }

  /** Computes losses and gradients without moving the weights. */
  StepResult backward(Batch batch) {
    int[] classes = guide.classes(batch.labels());
    try (NDManager stepManager = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Tensors images = Tensors.of(stepManager, batch);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        Trunk<NDArray> pass = model.network().trunk(new DjlOps(network.views()), images.input());
        NDArray pixelLoss = l1.apply(pass.restored(), images.target());
        NDArray logits =
            guide
                .classifier()
                .logits(new DjlOps(guideValues.views()), pass.stages(), images.input());
        NDArray classificationLoss = focal.apply(logits, classes);

        collector.backward(pixelLoss.add(classificationLoss));
        return new StepResult(
            pixelLoss.getFloat(), classificationLoss.getFloat(), Accuracy.of(logits, classes));
      }
    }
  }

  Trainee network() {
    return network.trainee();
  }

  @Override
  public Weights weights() {
    return network.weights();
  }

  @Override
  public Weights state() {
    return network.state();
  }

  @Override
  public void restore(Weights state, long iteration) {
    network.restore(state, iteration);
  }

  @Override
  public void close() {
    network.close();
    guideValues.close();
    manager.close();
  }
}
