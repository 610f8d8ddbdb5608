package io.github.dcpt4j.trainer.run;

/** What a run does in a step. */
public enum ProcedureKind {
  /** Reproduces clean images and classifies degraded ones: the method. */
  PRE_TRAINING(true),
  /** Restores and classifies degraded images together: the ablation. */
  DIRECT_TRAINING(true),
  /** Restores degraded images. */
  FINE_TUNING(false),
  /** Restores degraded images, while a classifier that stays as it is leads the features. */
  GUIDED_TRANSFER(false),
  /** Trains the classifier on a network that stays as it is. */
  CLASSIFIER_TRAINING(true);

  private final boolean trainsClassifier;

  ProcedureKind(boolean trainsClassifier) {
    this.trainsClassifier = trainsClassifier;
  }

  /** Whether the model's classifier learns, so that the data's labels have to be its classes. */
  boolean trainsClassifier() {
    return trainsClassifier;
  }
}
