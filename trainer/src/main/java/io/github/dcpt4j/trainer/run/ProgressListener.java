package io.github.dcpt4j.trainer.run;

/** Hears how a run is going. Called on the training thread. */
public interface ProgressListener {

  /** A run begins, or goes on, after some finished iterations. */
  void started(long iteration, long iterations);

  /** A stretch of iterations is done. */
  void advanced(Progress progress);
}
