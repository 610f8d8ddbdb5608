package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.measures.Measures;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of a run: one line for every stretch of iterations, means over the stretch, a column
 * for every measure.
 */
final class TrainingLog {

  private static final String SECONDS = "seconds_per_step";
  private static final String WAITING = "waiting_share";

  private final CsvFile file;
  private int steps;
  private Measures sum = Measures.NONE;
  private double seconds;
  private double waited;

  private TrainingLog(Path file) {
    this.file = new CsvFile(file);
  }

  /** Begins a log, or goes on after the given iteration. */
  static TrainingLog goOn(Path file, long iteration) {
    TrainingLog log = new TrainingLog(file);
    log.file.goOnAfter(iteration);
    return log;
  }

  /** The lines of a run, which may be under way. */
  static List<Progress> read(Path file) {
    return new TrainingLog(file).file.rows().stream().map(TrainingLog::progress).toList();
  }

  private static Progress progress(Map<String, String> row) {
    Map<String, Double> cells = new LinkedHashMap<>();
    row.forEach((column, cell) -> cells.put(column, Double.parseDouble(cell)));
    cells.remove(CsvFile.ITERATION);
    double secondsPerStep = cells.remove(SECONDS);
    double waitingShare = cells.remove(WAITING);
    // Earlier versions wrote every column: NaN, and a loss of 0, where nothing was measured.
    boolean classified = !Double.isNaN(cells.getOrDefault(Measures.ACCURACY, 0.0));
    cells.values().removeIf(value -> value.isNaN());
    if (!classified) {
      cells.remove(Measures.CLASSIFICATION_LOSS);
    }
    return new Progress(
        Long.parseLong(row.get(CsvFile.ITERATION)),
        new Measures(cells),
        secondsPerStep,
        waitingShare);
  }

  void add(Measures measures, double stepSeconds, double waitingSeconds) {
    steps++;
    sum = sum.plus(measures, 1);
    seconds += stepSeconds;
    waited += waitingSeconds;
  }

  /** Writes the stretch that ends with an iteration, and begins the next one. */
  Progress flush(long iteration) {
    Progress progress =
        new Progress(
            iteration, Measures.NONE.plus(sum, 1.0 / steps), seconds / steps, waited / seconds);
    Map<String, String> line = new LinkedHashMap<>();
    line.put(CsvFile.ITERATION, Long.toString(iteration));
    progress.measures().byTag().forEach((tag, value) -> line.put(tag, decimal("%.6f", value)));
    line.put(SECONDS, decimal("%.5f", progress.secondsPerStep()));
    line.put(WAITING, decimal("%.4f", progress.waitingShare()));
    file.append(List.of(line));
    steps = 0;
    sum = Measures.NONE;
    seconds = waited = 0;
    return progress;
  }

  private static String decimal(String format, double value) {
    return Text.of(format, value);
  }
}
