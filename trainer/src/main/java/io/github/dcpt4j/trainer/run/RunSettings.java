package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that determines a run, and how it works; its JSON form lies in the run's folder.
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
        "what is not trained to restore is validated by its classifier: name held-out pairs of one of %s",
        model.labels());
  }

  /**
   * The same run, told otherwise how it works: none of this changes what is learnt.
   *
   * @param otherIntervals how often the folder is written to
   * @param loaderThreads threads that make batches
   * @throws IllegalArgumentException if there is none
   */
  public RunSettings working(Intervals otherIntervals, int loaderThreads) {
    return new RunSettings(
        procedure,
        model,
        start,
        guidance,
        data.loadedBy(loaderThreads),
        stages,
        optimisation,
        otherIntervals,
        validation,
        seed);
  }

  /** The same run with the folders of its pictures wherever it goes on from. */
  RunSettings absolute() {
    return new RunSettings(
        procedure,
        model,
        start,
        guidance,
        data.absolute(),
        stages,
        optimisation,
        intervals,
        validation == null ? null : validation.absolute(),
        seed);
  }

  /** The parts, as the JSON form names them, by which another run is not this one. */
  List<String> differences(RunSettings other) {
    RunSettings here = absolute();
    RunSettings alike = other.working(intervals, data.loaderThreads()).absolute();
    Map<String, Function<RunSettings, Object>> parts = new LinkedHashMap<>();
    parts.put("procedure", RunSettings::procedure);
    parts.put("model", RunSettings::model);
    parts.put("start", RunSettings::start);
    parts.put("guidance", RunSettings::guidance);
    parts.put("data", RunSettings::data);
    parts.put("stages", RunSettings::stages);
    parts.put("optimisation", RunSettings::optimisation);
    parts.put("validation", RunSettings::validation);
    parts.put("seed", RunSettings::seed);
    return parts.entrySet().stream()
        .filter(part -> !Objects.equals(part.getValue().apply(here), part.getValue().apply(alike)))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Steps in all. */
  public long iterations() {
    return stages.get(stages.size() - 1).untilIteration();
  }

  /** Of the step after {@code iteration} finished ones; that of the part that is trained. */
  double learningRate(long iteration) {
    AdamW moved =
        procedure == ProcedureKind.CLASSIFIER_TRAINING
            ? optimisation.classifier()
            : optimisation.network();
    return moved.learningRateAt(iteration, iterations());
  }

  /** How patches are compared; where a classifier is trained, always as in the method's paper. */
  PixelLoss pixelLoss() {
    return procedure.trainsClassifier() ? PixelLoss.L1 : optimisation.pixelLoss();
  }

  /** How many batches the steps take that {@code iteration} finished ones are. */
  long batchesBefore(long iteration) {
    long batches = 0;
    long begin = 0;
    for (Stage stage : stages) {
      long end = Math.min(iteration, stage.untilIteration());
      batches += Math.max(0, end - begin) * stage.accumulate();
      begin = stage.untilIteration();
    }
    return batches;
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
      throw new IllegalArgumentException(Text.of(message, arguments));
    }
  }
}
