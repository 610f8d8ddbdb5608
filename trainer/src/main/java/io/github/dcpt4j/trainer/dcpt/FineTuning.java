package io.github.dcpt4j.trainer.dcpt;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.util.List;

/**
 * Fine-tuning for restoration: a loss between the restored and the clean image. The evaluated
 * weights are an exponential moving average over the steps. A classifier is kept as it is.
 */
public final class FineTuning implements Procedure {

  private final ModelDefinition model;
  private final PixelLoss loss;
  private final NDManager manager;
  private final EmaNetwork network;
  private final Gradients gradients;

  /** Trains on the parent's device alone. */
  public FineTuning(
      NDManager parent,
      Checkpoint start,
      PixelLoss loss,
      OptimiserSettings settings,
      double averageDecay) {
    this(parent, List.of(parent.getDevice()), start, loss, settings, averageDecay);
  }

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors
   * @param devices to compute on: the parent's first, and those that are to take parts of every
   *     batch
   * @param start model and initial weights
   * @param loss the method's is L1
   * @param averageDecay decay of the moving average; 0 evaluates the last weights
   */
  public FineTuning(
      NDManager parent,
      List<Device> devices,
      Checkpoint start,
      PixelLoss loss,
      OptimiserSettings settings,
      double averageDecay) {
    this.model = start.model();
    this.loss = loss;
    this.manager = parent.newSubManager();
    this.network = new EmaNetwork(manager, start, settings, averageDecay);
    this.gradients = new Gradients(manager, devices, List.of(network().parameters()), this::losses);
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
    NDArray restored = model.network().restore(replica.ops(network().parameters()), images.input());
    return Losses.of(loss.apply(restored, images.target()));
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
    manager.close();
  }
}
