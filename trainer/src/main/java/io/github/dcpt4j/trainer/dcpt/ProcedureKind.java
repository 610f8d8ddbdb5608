package io.github.dcpt4j.trainer.dcpt;

/** What a run does in a step. */
public enum ProcedureKind {
  /** Reproduces clean images and classifies degraded ones: the method. */
  PRE_TRAINING(true, false),
  /** Restores and classifies degraded images together: the ablation. */
  DIRECT_TRAINING(true, true),
  /** Restores degraded images. */
  FINE_TUNING(false, true),
  /** Restores degraded images, while a classifier that stays as it is leads the features. */
  GUIDED_TRANSFER(false, true),
  /** Trains the classifier on a network that stays as it is. */
  CLASSIFIER_TRAINING(true, false);

  private final boolean trainsClassifier;
  private final boolean restores;

  ProcedureKind(boolean trainsClassifier, boolean restores) {
    this.trainsClassifier = trainsClassifier;
    this.restores = restores;
  }

  /** Whether the model's classifier learns, so that the data's labels have to be its classes. */
  public boolean trainsClassifier() {
    return trainsClassifier;
  }

  /** Whether the network learns to restore. */
  public boolean restores() {
    return restores;
  }
}
