package io.github.dcpt4j.trainer.run;

/** Follows the steps of a run. A run has several, which are called in order. */
interface RunObserver {

  /**
   * The run goes on.
   *
   * @param finished steps of before, at least 1
   * @param model as it is after them
   */
  default void resumed(long finished, RunModel model) {}

  /**
   * A step is done.
   *
   * @throws RunException if the run cannot go on
   */
  void after(RunStep step);
}
