package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.StepResult;
import java.nio.file.Path;
import java.util.List;

/** The table of a run: one line for every stretch of iterations, means over the stretch. */
final class TrainingLog {

  private static final String HEADER =
      "iteration,pixel_loss,classification_loss,accuracy,seconds_per_step,waiting_share";

  private final CsvFile file;
  private int steps;
  private double pixelLoss;
  private double classificationLoss;
  private double accuracy;
  private double seconds;
  private double waited;

  private TrainingLog(Path file) {
    this.file = new CsvFile(file, HEADER);
  }

  /** Begins a log, or goes on after the given iteration. */
  static TrainingLog goOn(Path file, long iteration) {
    TrainingLog log = new TrainingLog(file);
    log.file.goOnAfter(iteration);
    return log;
  }

  /** The lines of a run, which may be under way. */
  static List<Progress> read(Path file) {
    return new TrainingLog(file)
        .file.rows().stream()
            .map(
                cells ->
                    new Progress(
                        Long.parseLong(cells.get(0)),
                        Double.parseDouble(cells.get(1)),
                        Double.parseDouble(cells.get(2)),
                        Double.parseDouble(cells.get(3)),
                        Double.parseDouble(cells.get(4)),
                        Double.parseDouble(cells.get(5))))
            .toList();
  }

  void add(StepResult result, double stepSeconds, double waitingSeconds) {
    steps++;
    pixelLoss += result.pixelLoss();
    classificationLoss += result.classificationLoss();
    accuracy += result.accuracy();
    seconds += stepSeconds;
    waited += waitingSeconds;
  }

  /** Writes the stretch that ends with an iteration, and begins the next one. */
  Progress flush(long iteration) {
    Progress progress =
        new Progress(
            iteration,
            pixelLoss / steps,
            classificationLoss / steps,
            accuracy / steps,
            seconds / steps,
            waited / seconds);
    file.append(
        List.of(
            Text.of(
                "%d,%.6f,%.6f,%.4f,%.5f,%.4f",
                progress.iteration(),
                progress.pixelLoss(),
                progress.classificationLoss(),
                progress.accuracy(),
                progress.secondsPerStep(),
                progress.waitingShare())));
    steps = 0;
    pixelLoss = classificationLoss = accuracy = seconds = waited = 0;
    return progress;
  }
}
