package io.github.dcpt4j.trainer.run;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.evaluation.Validator;
import java.util.function.Supplier;

/** Measures a run's model on held-out pairs as often as the settings say, and keeps the best. */
final class RunValidation {

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

  /**
   * Measures after an iteration, if it is time and was not done before a stop.
   *
   * @param finished steps, at least 1
   * @param model as it is after them; asked for only if it is time
   */
  void after(long finished, Supplier<Checkpoint> model) {
    boolean due =
        finished % settings.validation().every() == 0 || finished == settings.iterations();
    if (!due || journal.tellsOfValidation(finished)) {
      return;
    }
    Checkpoint checkpoint = model.get();
    MeanResult result =
        validator.measure(
            manager, checkpoint.weights(), label -> (picture, input, restored, target) -> {});
    journal.validated(finished, result);
    Score.Measure measure = Score.Measure.of(settings.procedure());
    best.offer(Score.of(result, measure, finished), checkpoint);
  }
}
