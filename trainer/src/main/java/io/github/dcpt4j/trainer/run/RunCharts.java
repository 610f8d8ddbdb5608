package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.page.LineChart;
import io.github.dcpt4j.trainer.page.LineChart.Curve;
import io.github.dcpt4j.trainer.page.LineChart.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The curves of a run. */
final class RunCharts {

  private RunCharts() {}

  /** Of the training; what the procedure does not measure is left out. */
  static List<LineChart> ofTraining(List<Progress> log, RunSettings settings) {
    List<LineChart> charts = new ArrayList<>();
    String quantity = settings.pixelLoss().quantity();
    add(charts, "Pixel loss", quantity, log, unlessZero(Progress::pixelLoss));
    add(charts, "Classification loss", "focal loss", log, unlessZero(Progress::classificationLoss));
    add(charts, "Accuracy on patches", "training", log, Progress::accuracy);
    add(
        charts,
        "Learning rate",
        "learning rate",
        log,
        line -> settings.learningRate(line.iteration() - 1));
    add(charts, "Seconds per step", "seconds", log, Progress::secondsPerStep);
    return charts;
  }

  private static ToDoubleFunction<Progress> unlessZero(ToDoubleFunction<Progress> loss) {
    return line -> loss.applyAsDouble(line) == 0 ? Double.NaN : loss.applyAsDouble(line);
  }

  private static void add(
      List<LineChart> charts,
      String title,
      String name,
      List<Progress> log,
      ToDoubleFunction<Progress> value) {
    Curve curve =
        new Curve(
            name,
            log.stream()
                .map(line -> new Point(line.iteration(), value.applyAsDouble(line)))
                .toList());
    if (!curve.points().isEmpty()) {
      charts.add(new LineChart(title, List.of(curve)));
    }
  }

  /** Of the held-out pairs, with a curve for each label and their mean. */
  static List<LineChart> ofValidation(List<ValidationLog.Line> log) {
    if (log.isEmpty()) {
      return List.of();
    }
    List<LineChart> charts = new ArrayList<>();
    charts.add(chart("PSNR of held-out pictures, dB", log, ValidationLog.Line::psnr));
    charts.add(chart("SSIM of held-out pictures", log, ValidationLog.Line::ssim));
    if (log.stream().anyMatch(line -> !Double.isNaN(line.accuracy()))) {
      charts.add(chart("Accuracy on held-out pictures", log, ValidationLog.Line::accuracy));
    }
    return charts;
  }

  private static LineChart chart(
      String title, List<ValidationLog.Line> log, ToDoubleFunction<ValidationLog.Line> value) {
    List<String> labels = log.stream().map(ValidationLog.Line::label).distinct().toList();
    return new LineChart(
        title,
        labels.stream()
            // The mean of one would lie on it.
            .filter(label -> labels.size() > 2 || !label.equals(ValidationLog.MEAN))
            .map(
                label ->
                    new Curve(
                        label,
                        log.stream()
                            .filter(line -> line.label().equals(label))
                            .map(line -> new Point(line.iteration(), value.applyAsDouble(line)))
                            .toList()))
            .toList());
  }
}
