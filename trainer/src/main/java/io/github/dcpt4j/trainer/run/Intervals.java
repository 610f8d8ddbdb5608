package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

/**
 * How often a run writes into its folder.
 *
 * @param checkpoint iterations between two saved states
 * @param log iterations between two lines of the log; divides {@code checkpoint}
 */
public record Intervals(long checkpoint, long log) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public Intervals {
    require(
        log > 0 && checkpoint > 0 && checkpoint % log == 0,
        "checkpoints have to fall on lines of the log");
  }
}
