package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A page that shows every picture of a test set before and after, worst first. It needs no other
 * file. Listens to the benchmark, whose pictures it keeps as thumbnails.
 */
public final class HtmlReport implements BenchmarkListener {

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>%1$s</title>
      <style>
      body { font: 15px sans-serif; margin: 2em; }
      table { border-collapse: collapse; }
      th, td { padding: 4px 10px; text-align: right; border-bottom: 1px solid #ddd; }
      td:first-child, th:first-child { text-align: left; }
      </style>
      </head>
      <body>
      <h1>%1$s</h1>
      """;

  private static final String COLUMNS =
      """
      <tr><th>picture</th><th>PSNR in</th><th>PSNR out</th><th>SSIM in</th><th>SSIM out</th>\
      <th>taken for</th><th>degraded</th><th>restored</th><th>target</th></tr>
      """;

  private record Row(PictureResult result, Thumbnail input, Thumbnail restored, Thumbnail target) {}

  private final PictureCodec codec = new PictureCodec();
  private final List<Row> rows = new ArrayList<>();

  @Override
  public void measured(PictureResult result, Picture input, Picture restored, Picture target) {
    rows.add(
        new Row(
            result,
            Thumbnail.of(input, codec),
            Thumbnail.of(restored, codec),
            Thumbnail.of(target, codec)));
  }

  /**
   * The page.
   *
   * @param model name of the model
   * @param result the result of the benchmark that this object listened to
   */
  public String page(String model, BenchmarkResult result) {
    StringBuilder page = new StringBuilder();
    page.append(HEAD.formatted(escaped(model + " on " + result.name())));
    page.append("<p>").append(escaped(summary(result))).append("</p>\n<table>\n").append(COLUMNS);
    rows.stream()
        .sorted(Comparator.comparingDouble(row -> row.result().psnr()))
        .forEach(row -> page.append(line(row)));
    return page.append("</table>\n</body>\n</html>\n").toString();
  }

  private static String summary(BenchmarkResult result) {
    String quality =
        String.format(
            Locale.ROOT,
            "%d pictures: PSNR %.2f to %.2f dB, SSIM %.4f to %.4f",
            result.pictures().size(),
            result.inputPsnr(),
            result.psnr(),
            result.inputSsim(),
            result.ssim());
    return result
        .accuracy()
        .map(share -> String.format(Locale.ROOT, "%s, accuracy %.1f %%", quality, 100 * share))
        .orElse(quality);
  }

  private static String line(Row row) {
    PictureResult result = row.result();
    return String.format(
        Locale.ROOT,
        "<tr><td>%s</td><td>%.2f</td><td>%.2f</td><td>%.4f</td><td>%.4f</td><td>%s</td>%s%s%s</tr>%n",
        escaped(result.name()),
        result.inputPsnr(),
        result.psnr(),
        result.inputSsim(),
        result.ssim(),
        escaped(result.top().orElse("")),
        cell(row.input()),
        cell(row.restored()),
        cell(row.target()));
  }

  private static String cell(Thumbnail picture) {
    return "<td><img width=\"%d\" height=\"%d\" alt=\"\" src=\"%s\"></td>"
        .formatted(picture.width(), picture.height(), picture.uri());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
