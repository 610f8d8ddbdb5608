package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

/**
 * A stretch of a run with batches of one shape.
 *
 * @param untilIteration finished steps of the run at its end
 * @param batch patches in a batch
 * @param patch height and width of a patch
 */
public record Stage(long untilIteration, int batch, int patch) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public Stage {
    require(untilIteration > 0, "the number of iterations has to be positive");
    require(batch > 0, "the batch has to be positive");
    require(patch > 0, "the patch has to be positive");
  }
}
