package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.DegradationScores;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.page.HtmlText;
import io.github.dcpt4j.trainer.page.Page;
import io.github.dcpt4j.trainer.page.Table;
import io.github.dcpt4j.trainer.page.Table.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The parts of a page that tell how a model did on test sets.
 *
 * @param parts a set and the pictures that are shown of it; at least one
 */
public record ResultSections(List<Part> parts) {

  private static final int SCORES_SHOWN = 3;
  private static final List<String> FIGURES =
      List.of("PSNR in", "PSNR out", "gain, dB", "SSIM in", "SSIM out", "gain");

  /**
   * A set.
   *
   * @param result how the model did
   * @param worst what listened to the measurement
   */
  public record Part(BenchmarkResult result, WorstPictures worst) {}

  /** Keeps an immutable copy. */
  public ResultSections {
    parts = List.copyOf(parts);
  }

  private List<BenchmarkResult> results() {
    return parts.stream().map(Part::result).toList();
  }

  /** Adds all parts: the table of the sets, the confusion matrix, the pictures of each set. */
  public void addTo(Page page) {
    page.heading("Quality").add(summary());
    ConfusionMatrix.of(results())
        .ifPresent(
            matrix ->
                page.heading("Taken for")
                    .paragraph(
                        "Rows: what the pictures suffer from. Columns: what the classifier named.")
                    .add(table(matrix)));
    for (int i = 0; i < parts.size(); i++) {
      addPictures(page, parts.get(i), i);
    }
  }

  private String summary() {
    List<String> columns = new ArrayList<>(List.of("set", "degradation", "pictures"));
    columns.addAll(FIGURES);
    columns.add("named rightly");
    Table table = new Table("Quality by set", columns);
    for (BenchmarkResult result : results()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.words(result.label().orElse("–")));
      cells.add(Cell.of(Integer.toString(result.pictures().size())));
      cells.addAll(figures(result.inputPsnr(), result.psnr(), result.inputSsim(), result.ssim()));
      cells.add(Cell.of(result.accuracy().map(Figures::percent).orElse("–")));
      table.row(result.name(), cells);
    }
    if (parts.size() > 1) {
      MeanResult mean = new MeanResult(results());
      List<Cell> cells = new ArrayList<>(List.of(Cell.words(""), Cell.of("")));
      cells.addAll(figures(mean.inputPsnr(), mean.psnr(), mean.inputSsim(), mean.ssim()));
      cells.add(Cell.of(mean.accuracy().map(Figures::percent).orElse("–")));
      table.foot("mean of the sets", cells);
    }
    return table.html();
  }

  private static List<Cell> figures(double inputPsnr, double psnr, double inputSsim, double ssim) {
    double psnrGain = psnr == inputPsnr ? 0 : psnr - inputPsnr;
    return List.of(
        Cell.of(Figures.decibels(inputPsnr)),
        Cell.of(Figures.decibels(psnr)),
        Cell.gain(Figures.gainInDecibels(psnrGain), psnrGain),
        Cell.of(Figures.similarity(inputSsim)),
        Cell.of(Figures.similarity(ssim)),
        Cell.gain(Figures.gainInSimilarity(ssim - inputSsim), ssim - inputSsim));
  }

  private static String table(ConfusionMatrix matrix) {
    StringBuilder html = new StringBuilder();
    html.append(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Confusion matrix\">");
    html.append("<table class=\"matrix\">\n<thead><tr><th scope=\"col\" class=\"text\"></th>");
    matrix
        .answers()
        .forEach(
            answer ->
                html.append("<th scope=\"col\">").append(HtmlText.escaped(answer)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < matrix.truths().size(); row++) {
      String truth = matrix.truths().get(row);
      html.append("<tr><th scope=\"row\" class=\"text\">")
          .append(HtmlText.escaped(truth))
          .append("</th>");
      for (int column = 0; column < matrix.answers().size(); column++) {
        int count = matrix.counts().get(row).get(column);
        boolean right = matrix.answers().get(column).equals(truth);
        // Never so strong that the number on it could not be read.
        long heat = Math.round(60.0 * count / matrix.total(row));
        html.append(
            Text.of(
                "<td%s style=\"background: rgba(var(--heat), %d%%)\">%s</td>",
                right ? " class=\"right\"" : "", heat, count == 0 ? "" : count));
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private static void addPictures(Page page, Part part, int index) {
    BenchmarkResult result = part.result();
    List<WorstPictures.Kept> kept = part.worst().kept();
    page.heading(result.name());
    if (!kept.isEmpty()) {
      page.paragraph(
          kept.size() < result.pictures().size()
              ? Text.of(
                  "The %d of %d pictures that gained least, worst first.",
                  kept.size(), result.pictures().size())
              : "All pictures, those that gained least first.");
      page.add("<div class=\"comparisons\">\n");
      for (int i = 0; i < kept.size(); i++) {
        WorstPictures.Kept one = kept.get(i);
        page.add(
            one.comparison().html(one.result().name(), Text.of("%d-%d", index, i), caption(one)));
      }
      page.add("</div>\n");
    }
    page.add(pictures(result));
  }

  private static String caption(WorstPictures.Kept kept) {
    PictureResult result = kept.result();
    String crop =
        kept.isCropped()
            ? Text.of(
                "<br>Shown: the middle, %d × %d of %d × %d pixels",
                kept.comparison().restored().width(),
                kept.comparison().restored().height(),
                kept.width(),
                kept.height())
            : "";
    return Text.of(
        "PSNR %s → %s dB (%s), SSIM %s → %s (%s)%s%s",
        Figures.decibels(result.inputPsnr()),
        Figures.decibels(result.psnr()),
        Figures.gainInDecibels(result.psnrGain()),
        Figures.similarity(result.inputSsim()),
        Figures.similarity(result.ssim()),
        Figures.gainInSimilarity(result.ssimGain()),
        crop,
        result.scores().map(ResultSections::bars).orElse(""));
  }

  private static List<Map.Entry<String, Double>> highest(DegradationScores scores) {
    return scores.probabilities().entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SCORES_SHOWN)
        .toList();
  }

  private static String bars(DegradationScores scores) {
    StringBuilder html = new StringBuilder("<dl class=\"scores\">");
    for (Map.Entry<String, Double> score : highest(scores)) {
      html.append(
          Text.of(
              "<dt>%s</dt><dd class=\"bar\"><i style=\"width: %d%%\"></i></dd><dd>%s</dd>",
              HtmlText.escaped(score.getKey()),
              Math.round(100 * score.getValue()),
              Figures.percent(score.getValue())));
    }
    return html.append("</dl>").toString();
  }

  private static String pictures(BenchmarkResult result) {
    List<String> columns = new ArrayList<>(List.of("picture"));
    columns.addAll(FIGURES);
    columns.add("taken for");
    Table table = new Table("All pictures of " + result.name(), columns);
    result.pictures().stream()
        .sorted(WorstPictures.WORST_FIRST)
        .forEach(
            picture -> {
              List<Cell> cells =
                  new ArrayList<>(
                      figures(
                          picture.inputPsnr(),
                          picture.psnr(),
                          picture.inputSsim(),
                          picture.ssim()));
              cells.add(Cell.words(picture.scores().map(ResultSections::named).orElse("–")));
              table.row(picture.name(), cells);
            });
    return table.html();
  }

  private static String named(DegradationScores scores) {
    String top = scores.top();
    return Text.of("%s, %s", top, Figures.percent(scores.probability(top)));
  }
}
