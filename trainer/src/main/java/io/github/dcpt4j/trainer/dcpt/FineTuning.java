package io.github.dcpt4j.trainer.dcpt;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.GradientCollector;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.optimisation.L1Loss;

/**
 * Fine-tuning for restoration: the mean absolute difference between the restored and the clean
 * image. The evaluated weights are an exponential moving average over the steps. A classifier is
 * kept as it is.
 */
public final class FineTuning implements Procedure {

  private final ModelDefinition model;
  private final L1Loss l1 = new L1Loss();
  private final NDManager manager;
  private final AveragedNetwork network;

  /**
   * Takes over a checkpoint's weights.
   *
   * @param parent owner of all tensors, on the device to train on
   * @param start model and initial weights
   * @param averageDecay decay of the moving average; 0 evaluates the last weights
   */
  public FineTuning(
      NDManager parent, Checkpoint start, OptimiserSettings settings, double averageDecay) {
    this.model = start.model();
    this.manager = parent.newSubManager();
    this.network = new AveragedNetwork(manager, start, settings, averageDecay);
  }

  @Override
  public StepResult step(Batch batch, long iteration) {
    StepResult result = backward(batch);
    network.step(iteration);
    return result;
  }

  /** Computes loss and gradients without moving the weights. */
  StepResult backward(Batch batch) {
    try (NDManager stepManager = manager.newSubManager();
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Tensors images = Tensors.of(stepManager, batch);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray restored = model.network().restore(new DjlOps(network.views()), images.input());
        NDArray loss = l1.apply(restored, images.target());
        collector.backward(loss);
        return new StepResult(loss.getFloat(), 0, Double.NaN);
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
    manager.close();
  }
}
