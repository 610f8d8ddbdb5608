package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.measures.Measures;

/**
 * A step of a run that is done.
 *
 * @param finished steps up to now, at least 1
 * @param isLast whether it ends the run
 * @param isStopping whether the run was told to stop after it, before its end
 * @param measures what was measured before the weights moved
 * @param seconds wall-clock time, waiting included
 * @param waitedSeconds time in which it waited for its batches
 * @param model as the step left it
 */
record RunStep(
    long finished,
    boolean isLast,
    boolean isStopping,
    Measures measures,
    double seconds,
    double waitedSeconds,
    RunModel model) {

  /** Whether something that is done every so many iterations is due, or the run ends or stops. */
  boolean isDue(long every) {
    return finished % every == 0 || isLast || isStopping;
  }
}
