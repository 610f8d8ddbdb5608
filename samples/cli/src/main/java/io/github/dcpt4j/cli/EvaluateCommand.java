package io.github.dcpt4j.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.trainer.evaluation.Benchmark;
import io.github.dcpt4j.trainer.evaluation.BenchmarkListener;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.HtmlReport;
import io.github.dcpt4j.trainer.evaluation.PictureResult;
import io.github.dcpt4j.trainer.evaluation.TestNoise;
import io.github.dcpt4j.trainer.evaluation.TestSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dcpt evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a model on a test set: PSNR and SSIM (RGB, 8 bit, whole pictures), and how often "
          + "the classifier is right.",
      "The true degradation is noise with --noise, else told by the folder's name where a word of "
          + "it begins with [de]rain, [de]noise, [de]haze, low-light, lowlight or [de]blur."
    })
final class EvaluateCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "A folder with input/ and target/, or with target/ alone and --noise.")
  private Path data;

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      description = "Adds the official test's Gaussian noise of this strength (0 to 255).")
  private Double sigma;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "The true degradation, where the folder's name does not tell it.")
  private String label;

  @Mixin private ModelOptions model;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Writes a page with all pictures, worst first.")
  private Path report;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

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

  @Override
  public void run() {
    TestSet set = testSet();
    HtmlReport page = new HtmlReport();
    BenchmarkListener listener = report == null ? (result, in, restored, target) -> {} : page;
    try (Restorer restorer = model.open()) {
      BenchmarkResult result = measure(new Benchmark(restorer, listener), set);
      if (report != null) {
        write(page.page(restorer.card().name(), result));
      }
      print(restorer, result);
    }
  }

  private TestSet testSet() {
    if (sigma == null) {
      return TestSet.paired(data);
    }
    if (Files.exists(data.resolve("input"))) {
      throw wrong(data + " has degraded pictures in input/: leave --noise out");
    }
    try {
      return TestSet.withNoise(data, new TestNoise(sigma));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private BenchmarkResult measure(Benchmark benchmark, TestSet set) {
    try {
      return label == null ? benchmark.run(set) : benchmark.run(set, label);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void write(String page) {
    try (PartFile part = PartFile.beside(report)) {
      Files.writeString(part.path(), page);
      part.finish();
    } catch (IOException e) {
      throw new PictureException(
          "The report %s cannot be written: check its folder.".formatted(report), e);
    }
  }

  private void print(Restorer restorer, BenchmarkResult result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, document(restorer, result));
      return;
    }
    out.printf(
        Locale.ROOT,
        "%s on %s, %d pictures%n" + "PSNR  %6.2f -> %6.2f dB (%+.2f)%n" + "SSIM  %6.4f -> %6.4f%n",
        restorer.card().name(),
        result.name(),
        result.pictures().size(),
        result.inputPsnr(),
        result.psnr(),
        result.psnr() - result.inputPsnr(),
        result.inputSsim(),
        result.ssim());
    result
        .accuracy()
        .ifPresent(
            share ->
                out.printf(
                    Locale.ROOT,
                    "taken for %s: %.1f %%%n",
                    result.label().orElseThrow(),
                    100 * share));
    out.flush();
  }

  private Document document(Restorer restorer, BenchmarkResult result) {
    return new Document(
        restorer.card().name(),
        restorer.device().toString(),
        data.toString(),
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
