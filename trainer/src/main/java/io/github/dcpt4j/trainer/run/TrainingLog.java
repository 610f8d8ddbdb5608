package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.trainer.dcpt.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a run: one line for every stretch of iterations, means over the stretch. */
final class TrainingLog {

  private static final String HEADER =
      "iteration,pixel_loss,classification_loss,accuracy,seconds_per_step,waiting_share";

  private final Path file;
  private int steps;
  private double pixelLoss;
  private double classificationLoss;
  private double accuracy;
  private double seconds;
  private double waited;

  /** Goes on after the given iteration; lines of later ones, which a kill undid, are dropped. */
  TrainingLog(Path file, long iteration) {
    this.file = file;
    List<String> kept = new ArrayList<>(List.of(HEADER));
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream()
            .skip(1)
            .filter(line -> isUpTo(iteration, line))
            .forEach(kept::add);
      }
      try (PartFile part = PartFile.beside(file)) {
        Files.write(part.path(), kept);
        part.finish();
      }
    } catch (IOException e) {
      throw new RunException("%s cannot be written".formatted(file), e);
    }
  }

  /** Whether a line is complete and of an iteration that is not to be repeated. */
  private static boolean isUpTo(long iteration, String line) {
    String[] cells = line.split(",");
    return cells.length == HEADER.split(",").length
        && cells[0].matches("\\d{1,18}")
        && Long.parseLong(cells[0]) <= iteration;
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
    try {
      Files.writeString(
          file,
          String.format(
              Locale.ROOT,
              "%d,%.6f,%.6f,%.4f,%.5f,%.4f%n",
              progress.iteration(),
              progress.pixelLoss(),
              progress.classificationLoss(),
              progress.accuracy(),
              progress.secondsPerStep(),
              progress.waitingShare()),
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RunException("%s cannot be written".formatted(file), e);
    }
    steps = 0;
    pixelLoss = classificationLoss = accuracy = seconds = waited = 0;
    return progress;
  }
}
