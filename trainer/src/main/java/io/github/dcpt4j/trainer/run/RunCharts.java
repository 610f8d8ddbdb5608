package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.page.LineChart;
import io.github.dcpt4j.trainer.page.LineChart.Curve;
import io.github.dcpt4j.trainer.page.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The curves of a run. */
final class RunCharts {

  private RunCharts() {}

  /**
   * Of the training: one chart for each measure, one for the learning rate and one for the time.
   */
  static List<LineChart> ofTraining(List<Progress> log, RunSettings settings) {
    List<LineChart> charts = new ArrayList<>();
    Map<String, String> quantities =
        Map.of(
            Measures.PIXEL_LOSS, settings.pixelLoss().quantity(),
            Measures.CLASSIFICATION_LOSS, "focal loss",
            Measures.ACCURACY, "training");
    Set<String> tags = new LinkedHashSet<>();
    log.forEach(line -> tags.addAll(line.measures().byTag().keySet()));
    for (String tag : tags) {
      String title = tag.equals(Measures.ACCURACY) ? "Accuracy on patches" : words(tag);
      charts.add(
          chart(
              title,
              quantities.getOrDefault(tag, title),
              log,
              line -> Optional.ofNullable(line.measures().byTag().get(tag))));
    }
    if (!log.isEmpty()) {
      charts.add(
          chart(
              "Learning rate",
              "learning rate",
              log,
              line -> Optional.of(settings.learningRate(line.iteration() - 1))));
      charts.add(
          chart("Seconds per step", "seconds", log, line -> Optional.of(line.secondsPerStep())));
    }
    return charts;
  }

  private static LineChart chart(
      String title, String name, List<Progress> log, Function<Progress, Optional<Double>> value) {
    List<Point> points =
        log.stream()
            .flatMap(line -> value.apply(line).map(y -> new Point(line.iteration(), y)).stream())
            .toList();
    return new LineChart(title, List.of(new Curve(name, points)));
  }

  /** {@code pixel_loss} as {@code Pixel loss}. */
  private static String words(String tag) {
    return tag.substring(0, 1).toUpperCase(Locale.ROOT) + tag.substring(1).replace('_', ' ');
  }

  /** Of the held-out pairs, with a curve for each label and their mean. */
  static List<LineChart> ofValidation(List<ValidationLog.Line> log) {
    List<LineChart> charts = new ArrayList<>();
    addValidation(charts, "PSNR of held-out pictures, dB", BenchmarkResult.PSNR, log);
    addValidation(charts, "SSIM of held-out pictures", BenchmarkResult.SSIM, log);
    addValidation(charts, "Accuracy on held-out pictures", Measures.ACCURACY, log);
    return charts;
  }

  private static void addValidation(
      List<LineChart> charts, String title, String tag, List<ValidationLog.Line> log) {
    List<ValidationLog.Line> measured =
        log.stream().filter(line -> line.measures().byTag().containsKey(tag)).toList();
    if (measured.isEmpty()) {
      return;
    }
    List<String> labels = log.stream().map(ValidationLog.Line::label).distinct().toList();
    charts.add(
        new LineChart(
            title,
            labels.stream()
                // The mean of one would lie on it.
                .filter(label -> labels.size() > 2 || !label.equals(ValidationLog.MEAN))
                .map(label -> new Curve(label, points(measured, label, tag)))
                .toList()));
  }

  private static List<Point> points(List<ValidationLog.Line> log, String label, String tag) {
    return log.stream()
        .filter(line -> line.label().equals(label))
        .map(line -> new Point(line.iteration(), line.measures().get(tag)))
        .toList();
  }
}
