package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

/**
 * A stretch of a run with batches of one shape.
 *
 * @param untilIteration finished steps of the run at its end
 * @param batch patches in a batch
 * @param patch height and width of a patch
 * @param accumulate batches whose gradients are averaged in a step
 */
public record Stage(long untilIteration, int batch, int patch, int accumulate) {

  /** One batch in a step. */
  public Stage(long untilIteration, int batch, int patch) {
    this(untilIteration, batch, patch, 1);
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public Stage {
    require(untilIteration > 0, "the number of iterations has to be positive");
    require(batch > 0, "the batch has to be positive");
    require(patch > 0, "the patch has to be positive");
    require(accumulate > 0, "a step takes at least one batch");
  }
}
