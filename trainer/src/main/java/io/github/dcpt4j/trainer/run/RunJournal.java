package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.StepResult;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.events.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes down how a run is going, for people, spreadsheets and TensorBoard. */
final class RunJournal {

  private final Path folder;
  private final RunSettings settings;
  private final ProgressListener listener;
  private final TrainingLog training;
  private final ValidationLog validations;
  private final EventLog events;

  /**
   * Begins a journal, or goes on after the given iteration: what is told of later ones is dropped,
   * as they are done again.
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

  /** Takes in a step. */
  void add(StepResult result, double seconds, double waitedSeconds) {
    training.add(result, seconds, waitedSeconds);
  }

  /** Writes down the stretch of steps that ends with an iteration. */
  void flush(long iteration) {
    Progress progress = training.flush(iteration);
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("loss/pixel", unlessZero(progress.pixelLoss()));
    scalars.put("loss/classification", unlessZero(progress.classificationLoss()));
    scalars.put("training/accuracy", progress.accuracy());
    scalars.put("training/learning_rate", settings.learningRate(iteration - 1));
    scalars.put("time/seconds_per_step", progress.secondsPerStep());
    scalars.put("time/waiting_share", progress.waitingShare());
    add(iteration, scalars);
    listener.advanced(progress);
  }

  /** A procedure that has no such loss tells 0. */
  private static double unlessZero(double loss) {
    return loss == 0 ? Double.NaN : loss;
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
      put(scalars, set.name(), set.psnr(), set.ssim(), set.accuracy());
    }
    put(scalars, ValidationLog.MEAN, result.psnr(), result.ssim(), result.accuracy());
    add(iteration, scalars);
    listener.validated(iteration, result);
  }

  private static void put(
      Map<String, Double> scalars,
      String label,
      double psnr,
      double ssim,
      Optional<Double> accuracy) {
    scalars.put("validation_psnr/" + label, psnr);
    scalars.put("validation_ssim/" + label, ssim);
    scalars.put("validation_accuracy/" + label, accuracy.orElse(Double.NaN));
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
