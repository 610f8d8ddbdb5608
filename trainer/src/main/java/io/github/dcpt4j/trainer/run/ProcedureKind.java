package io.github.dcpt4j.trainer.run;

/** What a run does in a step. */
public enum ProcedureKind {
  /** Reproduces clean images and classifies degraded ones: the method. */
  PRE_TRAINING,
  /** Restores and classifies degraded images together: the ablation. */
  DIRECT_TRAINING,
  /** Restores degraded images. */
  FINE_TUNING,
  /** Trains the classifier on a network that stays as it is. */
  CLASSIFIER_TRAINING
}
