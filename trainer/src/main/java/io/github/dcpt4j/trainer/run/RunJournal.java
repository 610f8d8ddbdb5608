package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.events.EventLog;
import io.github.dcpt4j.trainer.measures.Measures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes down how a run is going, for people, spreadsheets and TensorBoard. */
final class RunJournal implements RunObserver {

  private static final String LOSS = "_loss";

  private final Path folder;
  private final RunSettings settings;
  private final ProgressListener listener;
  private final TrainingLog training;
  private final ValidationLog validations;
  private final EventLog events;

  /**
   * Begins a journal, or goes on after the given iteration: lines of later ones are dropped, as
   * they are done again.
   */
  RunJournal(Path folder, RunSettings settings, ProgressListener listener, long iteration) {
    this.folder = folder;
    this.settings = settings;
    this.listener = listener;
    this.training = TrainingLog.goOn(folder.resolve(RunFolder.LOG), iteration);
    this.validations = ValidationLog.goOn(folder.resolve(RunFolder.VALIDATIONS), iteration);
    try {
      this.events = EventLog.open(folder, iteration);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void after(RunStep step) {
    training.add(step.measures(), step.seconds(), step.waitedSeconds());
    if (step.isDue(settings.intervals().log())) {
      flush(step.finished());
    }
  }

  /** Writes down the stretch of steps that ends with an iteration. */
  private void flush(long iteration) {
    Progress progress = training.flush(iteration);
    Map<String, Double> scalars = new LinkedHashMap<>();
    progress.measures().byTag().forEach((tag, value) -> scalars.put(section(tag), value));
    scalars.put("training/learning_rate", settings.learningRate(iteration - 1));
    scalars.put("time/seconds_per_step", progress.secondsPerStep());
    scalars.put("time/waiting_share", progress.waitingShare());
    add(iteration, scalars);
    listener.advanced(progress);
  }

  /** {@code pixel_loss} as {@code loss/pixel}: losses share a section of TensorBoard's page. */
  private static String section(String tag) {
    return tag.endsWith(LOSS)
        ? "loss/" + tag.substring(0, tag.length() - LOSS.length())
        : "training/" + tag;
  }

  /** Whether a validation after an iteration is written down. */
  boolean tellsOfValidation(long iteration) {
    return validations.has(iteration);
  }

  /** Writes down a validation. */
  void validated(long iteration, MeanResult result) {
    validations.add(iteration, result);
    Map<String, Double> scalars = new LinkedHashMap<>();
    for (BenchmarkResult set : result.sets()) {
      put(scalars, set.name(), set.measures());
    }
    put(scalars, ValidationLog.MEAN, result.measures());
    add(iteration, scalars);
    listener.validated(iteration, result);
  }

  private static void put(Map<String, Double> scalars, String label, Measures measures) {
    measures
        .byTag()
        .forEach((tag, value) -> scalars.put(Text.of("validation_%s/%s", tag, label), value));
  }

  private void add(long iteration, Map<String, Double> scalars) {
    try {
      events.add(iteration, scalars);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private RunException unwritable(IOException e) {
    return RunException.unwritable(
        Text.of("the event log in %s cannot be written: %s", folder, e.getMessage()), e);
  }
}
