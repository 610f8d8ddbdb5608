package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.dcpt.Training;

/** The model that a run trains, to be saved and validated. */
final class RunModel {

  private final Training training;
  private final Checkpoint start;
  private final RunSettings settings;
  private final Divergence divergence;

  RunModel(Training training, Checkpoint start, RunSettings settings, Divergence divergence) {
    this.training = training;
    this.start = start;
    this.settings = settings;
    this.divergence = divergence;
  }

  /**
   * The model as it is to be evaluated.
   *
   * @throws RunException if it is not finite
   */
  Checkpoint after(long finished) {
    Weights weights = training.weights();
    divergence.requireFinite("model", weights, finished);
    return new Checkpoint(
        start.model(),
        weights,
        Provenance.of(start).withStage(RunStory.of(settings, finished)).asMap());
  }

  /**
   * Everything that the next step depends on.
   *
   * @throws RunException if it is not finite
   */
  RunFolder.State state(long finished) {
    Weights state = training.state();
    divergence.requireFinite("state", state, finished);
    return new RunFolder.State(finished, state);
  }
}
