package io.github.dcpt4j.trainer.dcpt;

import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.data.Batch;
import java.util.List;

/**
 * One way to train: what happens in a step, and the state that steps change. Used by one thread,
 * the one that started DJL's engine or within {@link
 * io.github.dcpt4j.trainer.djl.GradientMode#off}.
 */
public interface Procedure extends AutoCloseable {

  /**
   * Computes losses and gradients of a batch and moves the weights.
   *
   * @param iteration number of finished steps, which the learning rates depend on
   */
  default StepResult step(Batch batch, long iteration) {
    return step(List.of(batch), iteration);
  }

  /**
   * Moves the weights along the gradient of all patches of several batches: but for rounding, one
   * step with all of them in one batch, in less memory.
   *
   * @param batches at least one, with patches of one size
   * @param iteration number of finished steps, which the learning rates depend on
   */
  StepResult step(List<Batch> batches, long iteration);

  /** The model's weights as they are to be evaluated and exported. */
  Weights weights();

  /** Everything that the next step depends on. */
  Weights state();

  /**
   * Goes back to a state.
   *
   * @param iteration number of steps that were finished when the state was taken
   * @throws IllegalArgumentException if the state is not that of such a procedure and model
   */
  void restore(Weights state, long iteration);

  @Override
  void close();
}
