package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.measures.Measures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of a run's validations: for each a line for every label, and one for their mean. */
final class ValidationLog {

  /** What stands for a label in the line of means. */
  static final String MEAN = "mean";

  private static final String LABEL = "label";
  private static final String PICTURES = "pictures";

  private final CsvFile file;

  /**
   * A line.
   *
   * @param iteration finished steps
   * @param label the degradation, or {@link #MEAN}
   * @param measures as {@link BenchmarkResult#measures} has them
   */
  record Line(long iteration, String label, Measures measures) {}

  private ValidationLog(Path file) {
    this.file = new CsvFile(file);
  }

  /** Begins a log, or goes on after the given iteration. */
  static ValidationLog goOn(Path file, long iteration) {
    ValidationLog log = new ValidationLog(file);
    log.file.goOnAfter(iteration);
    return log;
  }

  /** The lines of a run, which may be under way. */
  static List<Line> read(Path file) {
    return new ValidationLog(file).file.rows().stream().map(ValidationLog::line).toList();
  }

  private static Line line(Map<String, String> row) {
    Map<String, Double> measures = new LinkedHashMap<>();
    row.forEach(
        (column, cell) -> {
          // Earlier versions wrote NaN where nothing was classified.
          if (!List.of(CsvFile.ITERATION, LABEL, PICTURES).contains(column)
              && !cell.equals("NaN")) {
            measures.put(column, Double.parseDouble(cell));
          }
        });
    return new Line(
        Long.parseLong(row.get(CsvFile.ITERATION)), row.get(LABEL), new Measures(measures));
  }

  boolean has(long iteration) {
    return file.rows().stream()
        .anyMatch(row -> Long.parseLong(row.get(CsvFile.ITERATION)) == iteration);
  }

  void add(long iteration, MeanResult result) {
    List<Map<String, String>> lines = new ArrayList<>();
    int pictures = 0;
    for (BenchmarkResult set : result.sets()) {
      pictures += set.pictures().size();
      lines.add(line(iteration, set.name(), set.pictures().size(), set.measures()));
    }
    lines.add(line(iteration, MEAN, pictures, result.measures()));
    file.append(lines);
  }

  private static Map<String, String> line(
      long iteration, String label, int pictures, Measures measures) {
    Map<String, String> line = new LinkedHashMap<>();
    line.put(CsvFile.ITERATION, Long.toString(iteration));
    line.put(LABEL, label);
    line.put(PICTURES, Integer.toString(pictures));
    measures.byTag().forEach((tag, value) -> line.put(tag, Text.of("%.6f", value)));
    return line;
  }
}
