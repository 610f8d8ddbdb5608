package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.dcpt.OptimiserSettings;
import java.util.List;
import java.util.Set;

/**
 * Everything that determines a run; its JSON form lies in the run's folder.
 *
 * @param procedure what a step does
 * @param model what is trained
 * @param start checkpoint to start from, or null for fresh weights
 * @param guidance what leads the features in a guided transfer, else null
 * @param data what is trained on
 * @param stages shapes of the batches, one after the other; the last ends the run
 * @param optimisation losses and optimisers
 * @param intervals how often the folder is written to
 * @param validation what is measured on the way, or null for nothing
 * @param seed start of all chance
 */
public record RunSettings(
    ProcedureKind procedure,
    ModelSettings model,
    Start start,
    Guidance guidance,
    DataSettings data,
    List<Stage> stages,
    Optimisation optimisation,
    Intervals intervals,
    ValidationSettings validation,
    long seed) {

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException with what to change
   */
  public RunSettings {
    stages = List.copyOf(stages);
    require(!stages.isEmpty(), "a run has at least one stage");
    for (int i = 1; i < stages.size(); i++) {
      require(
          stages.get(i).untilIteration() > stages.get(i - 1).untilIteration(),
          "each stage has to end after the one before it");
    }
    for (Stage stage : stages) {
      require(
          stage.patch() % model.network().sizeMultiple() == 0,
          "the patch has to be a multiple of %d",
          model.network().sizeMultiple());
      require(
          stage.patch() >= model.network().minimumSize(),
          "the patch has to be at least %d",
          model.network().minimumSize());
    }
    require(
        (guidance != null) == (procedure == ProcedureKind.GUIDED_TRANSFER),
        "a guided transfer, and nothing else, has a guide");
    require(
        start == null || !start.newClassifier() || procedure == ProcedureKind.CLASSIFIER_TRAINING,
        "a new classifier is made where the classifier alone is trained");
    if (procedure.trainsClassifier()) {
      require(model.classifier() != null, "there is no classifier to train");
      require(
          data.labels().equals(model.labels()),
          "the classifier tells %s, the data %s: they have to be the same",
          model.labels(),
          data.labels());
    }
    require(
        validation == null
            || procedure.restores()
            || validation.hasOneOf(Set.copyOf(model.labels())),
        "what is not trained to restore is validated by its classifier: --validate needs one of %s",
        model.labels());
  }

  /** Steps in all. */
  public long iterations() {
    return stages.get(stages.size() - 1).untilIteration();
  }

  /** Of the step after {@code iteration} finished ones; that of the part that is trained. */
  double learningRate(long iteration) {
    OptimiserSettings moved =
        procedure == ProcedureKind.CLASSIFIER_TRAINING
            ? optimisation.ofClassifier(iterations())
            : optimisation.ofNetwork(iterations());
    return moved.learningRate().at(iteration);
  }

  /** How patches are compared; where a classifier is trained, always as in the method's paper. */
  Optimisation.PixelLossKind pixelLoss() {
    return procedure.trainsClassifier() ? Optimisation.PixelLossKind.L1 : optimisation.pixelLoss();
  }

  /** The index of the stage that the step after {@code iteration} finished ones belongs to. */
  int stageAt(long iteration) {
    int stage = 0;
    while (stage < stages.size() - 1 && iteration >= stages.get(stage).untilIteration()) {
      stage++;
    }
    return stage;
  }

  /** Holds settings to a condition. */
  static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(message.formatted(arguments));
    }
  }
}
