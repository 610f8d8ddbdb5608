package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.evaluation.MeanResult;

/** Hears how a run is going. Called on the training thread. */
public interface ProgressListener {

  /**
   * The training pictures were found; comes before the start.
   *
   * @param held bytes of those that stay decoded in memory
   * @param all bytes of all, decoded; where this is more, the others are decoded for every patch
   */
  default void opened(long held, long all) {}

  /** A run begins, or goes on, after some finished iterations. */
  void started(long iteration, long iterations);

  /** A stretch of iterations is done. */
  void advanced(Progress progress);

  /** The model was measured on held-out pairs, after some finished iterations. */
  default void validated(long iteration, MeanResult result) {}
}
