package io.github.dcpt4j.cli.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.evaluation.PictureResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code dcpt evaluate --json} prints: of one folder its figures, of several a list of them.
 */
final class EvaluationJson {

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Document(
      String model,
      String device,
      String data,
      String label,
      int images,
      double psnr,
      double ssim,
      double inputPsnr,
      double inputSsim,
      Double accuracy,
      double networkMillis,
      List<Line> pictures) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Line(
      String name, double psnr, double ssim, double inputPsnr, double inputSsim, String top) {

    static Line of(PictureResult result) {
      return new Line(
          result.name(),
          result.psnr(),
          result.ssim(),
          result.inputPsnr(),
          result.inputSsim(),
          result.top().orElse(null));
    }
  }

  /** Several folders; the figures are means over the folders. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  private record Sets(
      double psnr,
      double ssim,
      double inputPsnr,
      double inputSsim,
      Double accuracy,
      List<Document> sets) {}

  private EvaluationJson() {}

  /**
   * Prints the document.
   *
   * @param folders one for each result
   */
  static void print(
      PrintWriter out, Restorer restorer, List<Path> folders, List<BenchmarkResult> results) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      documents.add(document(restorer, folders.get(i), results.get(i)));
    }
    if (documents.size() == 1) {
      Json.print(out, documents.get(0));
      return;
    }
    MeanResult mean = new MeanResult(results);
    Json.print(
        out,
        new Sets(
            mean.psnr(),
            mean.ssim(),
            mean.inputPsnr(),
            mean.inputSsim(),
            mean.accuracy().orElse(null),
            documents));
  }

  private static Document document(Restorer restorer, Path folder, BenchmarkResult result) {
    return new Document(
        restorer.card().name(),
        restorer.device().toString(),
        folder.toString(),
        result.label().orElse(null),
        result.pictures().size(),
        result.psnr(),
        result.ssim(),
        result.inputPsnr(),
        result.inputSsim(),
        result.accuracy().orElse(null),
        result.millis(),
        result.pictures().stream().map(Line::of).toList());
  }
}
