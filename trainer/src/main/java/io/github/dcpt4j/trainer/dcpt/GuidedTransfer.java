package io.github.dcpt4j.trainer.dcpt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
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
  private final PixelLoss loss;
  private final NDManager manager;
  private final FlatParameters guideValues;
  private final EmaNetwork network;
  private final Gradients gradients;

  /**
   * Trains on the parent's device alone.
   *
   * @throws IllegalArgumentException if the guide reads other stages than the network's
   */
  public GuidedTransfer(
      NDManager parent,
      Checkpoint start,
      Guide guide,
      PixelLoss loss,
      OptimiserSettings settings,
      double gamma,
      double averageDecay) {
    this(parent, List.of(parent.getDevice()), start, guide, loss, settings, gamma, averageDecay);
  }

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that are to take parts of every
   *     batch
   * @param start model and initial weights; a classifier of its own is kept as it is
   * @param guide classifier for the same decoder stages
   * @param loss of the pixels; the method's is L1
   * @param settings of the network's optimiser, with clipping or without
   * @param gamma exponent of the focal loss
   * @param averageDecay decay of the moving average; 0 evaluates the last weights
   * @throws IllegalArgumentException if the guide reads other stages than the network's
   */
  public GuidedTransfer(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      Guide guide,
      PixelLoss loss,
      OptimiserSettings settings,
      double gamma,
      double averageDecay) {
    this.model = start.model();
    this.guide = guide;
    this.loss = loss;
    requireStages();
    this.focal = FocalLoss.mean(gamma);
    this.manager = parent.newSubManager();
    this.guideValues =
        FlatParameters.frozen(
            manager, ModelSummary.parameters(guide.classifier()), guide.weights());
    this.network = new EmaNetwork(manager, start, settings, averageDecay);
    this.gradients =
        new Gradients(manager, devices, List.of(network().parameters(), guideValues), this::losses);
  }

  private void requireStages() {
    List<Integer> read = guide.classifier().featureChannels();
    List<Integer> given = model.network().stageChannels();
    if (!read.equals(given)
        || guide.classifier().downsample() != model.network().stagesAtFullSize()) {
      throw new IllegalArgumentException(
          Text.of(
              "the guiding classifier reads stages of %s channels, the network's have %s: take one trained with such a network",
              read, given));
    }
  }

  @Override
  public StepResult step(List<Batch> batches, long iteration) {
    StepResult result = gradients.of(batches);
    network.step(iteration);
    gradients.spread();
    return result;
  }

  /** Computes losses and gradients without moving the weights. */
  StepResult backward(Batch batch) {
    return gradients.of(List.of(batch));
  }

  private Losses losses(Replica replica, Tensors images, int[] labels) {
    int[] classes = guide.classes(labels);
    Features<NDArray> pass =
        model.network().features(replica.ops(network().parameters()), images.input());
    NDArray pixelLoss = loss.apply(pass.restored(), images.target());
    NDArray logits =
        guide.classifier().logits(replica.ops(guideValues), pass.stages(), images.input());
    NDArray classificationLoss = focal.apply(logits, classes);
    return Losses.of(pixelLoss, new Losses.Classification(classificationLoss, logits, classes));
  }

  ParameterGroup network() {
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
    gradients.spread();
  }

  @Override
  public void close() {
    gradients.close();
    network.close();
    guideValues.close();
    manager.close();
  }
}
