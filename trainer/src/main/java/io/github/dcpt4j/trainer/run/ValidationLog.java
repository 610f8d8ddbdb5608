package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of a run's validations: for each a line for every label, and one for their mean. */
final class ValidationLog {

  /** What stands for a label in the line of means. */
  static final String MEAN = "mean";

  private static final String HEADER =
      "iteration,label,pictures,psnr,ssim,input_psnr,input_ssim,accuracy";

  private final CsvFile file;

  /**
   * A line.
   *
   * @param iteration finished steps
   * @param label the degradation, or {@link #MEAN}
   * @param psnr of the restorations, decibels
   * @param ssim of the restorations
   * @param accuracy share of pictures whose degradation was named, NaN where it cannot be told
   */
  record Line(long iteration, String label, double psnr, double ssim, double accuracy) {}

  private ValidationLog(Path file) {
    this.file = new CsvFile(file, HEADER);
  }

  /** Begins a log, or goes on after the given iteration. */
  static ValidationLog goOn(Path file, long iteration) {
    ValidationLog log = new ValidationLog(file);
    log.file.goOnAfter(iteration);
    return log;
  }

  /** The lines of a run, which may be under way. */
  static List<Line> read(Path file) {
    return new ValidationLog(file)
        .file.rows().stream()
            .map(
                cells ->
                    new Line(
                        Long.parseLong(cells.get(0)),
                        cells.get(1),
                        Double.parseDouble(cells.get(3)),
                        Double.parseDouble(cells.get(4)),
                        Double.parseDouble(cells.get(7))))
            .toList();
  }

  boolean has(long iteration) {
    return file.rows().stream().anyMatch(cells -> Long.parseLong(cells.get(0)) == iteration);
  }

  void add(long iteration, MeanResult result) {
    List<String> lines = new ArrayList<>();
    int pictures = 0;
    for (BenchmarkResult set : result.sets()) {
      pictures += set.pictures().size();
      lines.add(
          line(
              iteration,
              set.name(),
              set.pictures().size(),
              set.psnr(),
              set.ssim(),
              set.inputPsnr(),
              set.inputSsim(),
              set.accuracy()));
    }
    lines.add(
        line(
            iteration,
            MEAN,
            pictures,
            result.psnr(),
            result.ssim(),
            result.inputPsnr(),
            result.inputSsim(),
            result.accuracy()));
    file.append(lines);
  }

  private static String line(
      long iteration,
      String label,
      int pictures,
      double psnr,
      double ssim,
      double inputPsnr,
      double inputSsim,
      Optional<Double> accuracy) {
    return Text.of(
        "%d,%s,%d,%.4f,%.6f,%.4f,%.6f,%.4f",
        iteration, label, pictures, psnr, ssim, inputPsnr, inputSsim, accuracy.orElse(Double.NaN));
  }
}
