package io.github.dcpt4j.trainer.run;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.evaluation.Validator;

/** Measures a run's model on held-out pairs as often as the settings say, and keeps the best. */
final class RunValidation implements RunObserver {

  private final RunSettings settings;
  private final Validator validator;
  private final NDManager manager;
  private final RunJournal journal;
  private final BestModel best;

  RunValidation(
      RunSettings settings,
      Validator validator,
      NDManager manager,
      RunJournal journal,
      BestModel best) {
    this.settings = settings;
    this.validator = validator;
    this.manager = manager;
    this.journal = journal;
    this.best = best;
  }

  /** What a stop held up is made good. */
  @Override
  public void resumed(long finished, RunModel model) {
    validate(finished, model);
  }

  /** Would hold up a stop: then the run begins with it when it goes on. */
  @Override
  public void after(RunStep step) {
    if (!step.isStopping()) {
      validate(step.finished(), step.model());
    }
  }

  private void validate(long finished, RunModel model) {
    boolean due =
        finished % settings.validation().every() == 0 || finished == settings.iterations();
    if (!due || journal.tellsOfValidation(finished)) {
      return;
    }
    Checkpoint checkpoint = model.after(finished);
    MeanResult result =
        validator.measure(
            manager, checkpoint.weights(), label -> (picture, input, restored, target) -> {});
    journal.validated(finished, result);
    Score.Measure measure = Score.Measure.of(settings.procedure());
    best.offer(Score.of(result, measure, finished), checkpoint);
  }
}
