package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The best validated model of a run, in a file whose provenance tells its score. The file is the
 * only memory: a run that goes on does not replace a better model of before.
 */
final class BestModel {

  private final Path file;
  private Optional<Score> score;

  /**
   * Reads the score of the model that is there, if one is.
   *
   * @throws RunException if the file is damaged
   */
  BestModel(Path file) {
    this.file = file;
    try {
      this.score =
          Files.exists(file) ? Provenance.of(Checkpoint.read(file)).score() : Optional.empty();
    } catch (CheckpointException e) {
      throw new RunException(
          Text.of(
              "%s is damaged: delete it, and the best of the later models will take its place",
              file),
          e);
    }
  }

  /**
   * Keeps a model if none before was better.
   *
   * @param model its last stage is this run's
   * @throws RunException if it cannot be written; the one before is then untouched
   */
  void offer(Score other, Checkpoint model) {
    if (score.isPresent() && !other.isAtLeast(score.get())) {
      return;
    }
    Provenance provenance = Provenance.of(model).withScore(other);
    try {
      new Checkpoint(model.model(), model.weights(), provenance.asMap()).write(file);
    } catch (CheckpointException e) {
      throw RunException.unwritable(e.getMessage(), e);
    }
    score = Optional.of(other);
  }
}
