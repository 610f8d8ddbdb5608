package io.github.dcpt4j.trainer.run;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.djl.GradientMode;
import io.github.dcpt4j.trainer.evaluation.HtmlReport;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.evaluation.ResultSections;
import io.github.dcpt4j.trainer.evaluation.Validator;
import io.github.dcpt4j.trainer.evaluation.WorstPictures;
import io.github.dcpt4j.trainer.page.LineChart;
import io.github.dcpt4j.trainer.page.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A page about a run, finished or under way: settings, curves, and, where it has held-out pairs,
 * figures and pictures of its best model. It needs no other file, and takes some fifteen megabytes
 * at most.
 */
public final class RunReport {

  private static final String CHARTS = "<div class=\"charts\">\n";
  private static final String END = "</div>\n";

  private final Path folder;
  private final RunSettings settings;

  private RunReport(Path folder, RunSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Makes the page; the held-out pictures are restored again for it. Nothing in the folder is
   * changed, and another process may be training in it.
   *
   * @param folder a run's folder
   * @throws RunException if it holds no run, or a file in it is damaged
   * @throws io.github.dcpt4j.sdk.error.PictureException if the held-out pairs are gone
   */
  public static String page(Path folder) {
    Path file = folder.resolve(RunFolder.SETTINGS);
    if (!Files.exists(file)) {
      throw new RunException(Text.of("%s holds no run: name the folder of one", folder));
    }
    try {
      RunSettings settings =
          Architectures.json().readValue(Files.readAllBytes(file), RunSettings.class);
      return new RunReport(folder, settings).page();
    } catch (IOException e) {
      throw new RunException(
          Text.of("%s cannot be read, or was written by another version", file), e);
    }
  }

  private String page() {
    List<Progress> log = TrainingLog.read(folder.resolve(RunFolder.LOG));
    List<ValidationLog.Line> validations =
        ValidationLog.read(folder.resolve(RunFolder.VALIDATIONS));
    long done = log.isEmpty() ? 0 : log.get(log.size() - 1).iteration();
    Page page = new Page("Training run " + folder.toAbsolutePath().normalize().getFileName());
    page.paragraph(Text.of("%,d of %,d iterations are done.", done, settings.iterations()));
    page.heading("Curves").paragraph("Over the iterations.").add(CHARTS);
    RunCharts.ofValidation(validations).stream().map(LineChart::html).forEach(page::add);
    RunCharts.ofTraining(log, settings).stream().map(LineChart::html).forEach(page::add);
    page.add(END);
    HeldOut.of(settings).ifPresent(validator -> addPictures(page, validator));
    page.heading("Settings").add(SettingsTable.html(settings));
    return page.html();
  }

  private void addPictures(Page page, Validator validator) {
    Path best = folder.resolve(RunFolder.BEST);
    Path file = Files.exists(best) ? best : folder.resolve(RunFolder.MODEL);
    if (!Files.exists(file)) {
      page.paragraph("No model was saved yet, whose pictures could be shown.");
      return;
    }
    Checkpoint model = Checkpoint.read(file);
    page.heading("Held-out pictures")
        .paragraph(
            Provenance.of(model)
                .score()
                .map(score -> Text.of("By %s: %s.", file.getFileName(), score.text()))
                .orElse(Text.of("By %s.", file.getFileName())))
        .paragraph(
            Text.of(
                "Of each picture the middle was measured, %1$d × %1$d pixels at most.",
                settings.validation().side()));
    int pictures = HtmlReport.picturesOfEach(settings.validation().pairs().size());
    Map<String, WorstPictures> worst = new HashMap<>();
    MeanResult result =
        GradientMode.off(
            () -> {
              try (NDManager manager = NDManager.newBaseManager()) {
                return validator.measure(
                    manager,
                    model.weights(),
                    label -> worst.computeIfAbsent(label, name -> new WorstPictures(pictures)));
              }
            });
    new ResultSections(
            result.sets().stream()
                .map(set -> new ResultSections.Part(set, worst.get(set.name())))
                .toList())
        .addTo(page);
  }
}
