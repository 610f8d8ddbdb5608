package io.github.dcpt4j.cli.evaluate;

import io.github.dcpt4j.cli.shared.ModelOptions;
import io.github.dcpt4j.cli.shared.ReportFile;
import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.trainer.evaluation.Benchmark;
import io.github.dcpt4j.trainer.evaluation.BenchmarkResult;
import io.github.dcpt4j.trainer.evaluation.HtmlReport;
import io.github.dcpt4j.trainer.evaluation.MeanResult;
import io.github.dcpt4j.trainer.evaluation.ResultSections;
import io.github.dcpt4j.trainer.evaluation.TestNoise;
import io.github.dcpt4j.trainer.evaluation.TestSet;
import io.github.dcpt4j.trainer.evaluation.WorstPictures;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
      "Measures a model on test sets: PSNR and SSIM (RGB, 8 bit, whole pictures), and how often the "
          + "classifier is right.",
      "The true degradation is noise with --noise, else told by the folder's name where a word of "
          + "it begins with [de]rain, [de]noise, [de]haze, low-light, lowlight, [de]blur, defocus, "
          + "[de]jpeg, [de]snow, [de]mosaic or inpaint, or with those of a mixture."
    })
public final class EvaluateCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "A folder of pairs, laid out as for training, or with target/ alone and --noise; may be"
              + " repeated.")
  private List<Path> data;

  @Option(
      names = "--noise",
      paramLabel = "SIGMA",
      description =
          "Adds the official test's Gaussian noise of this strength (0 to 255) to the pictures of "
              + "folders that have no input/.")
  private Double sigma;

  @Option(
      names = "--label",
      paramLabel = "LABEL",
      description = "The true degradation, where the folders' names do not tell it.")
  private String label;

  @Option(
      names = "--augment",
      description =
          "Restores each picture as the mean over itself and its three mirror images: four times "
              + "slower.")
  private boolean augmented;

  @Mixin private ModelOptions model;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description =
          "Writes a page with the figures and the pictures that gained least, before and after.")
  private Path report;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @Override
  public void run() {
    RestoreOptions options = RestoreOptions.builder().augmented(augmented).build();
    List<TestSet> sets = data.stream().map(this::testSet).toList();
    List<ResultSections.Part> parts = new ArrayList<>();
    try (Restorer restorer = model.open()) {
      for (TestSet set : sets) {
        WorstPictures worst =
            new WorstPictures(report == null ? 0 : HtmlReport.picturesOfEach(sets.size()));
        Benchmark benchmark = new Benchmark(restorer, options, worst);
        parts.add(new ResultSections.Part(measure(benchmark, set), worst));
      }
      if (report != null) {
        ReportFile.write(report, HtmlReport.page(restorer.card().name(), parts));
      }
      List<BenchmarkResult> results = parts.stream().map(ResultSections.Part::result).toList();
      if (json) {
        EvaluationJson.print(spec.commandLine().getOut(), restorer, data, results);
      } else {
        results.forEach(result -> print(restorer, result));
        if (results.size() > 1) {
          printMean(new MeanResult(results));
        }
      }
    }
  }

  private TestSet testSet(Path folder) {
    boolean hasInputs = Files.exists(folder.resolve("input"));
    if (sigma == null || (hasInputs && data.size() > 1)) {
      return TestSet.paired(folder, Optional.ofNullable(label));
    }
    if (hasInputs) {
      throw wrong(folder + " has degraded pictures in input/: leave --noise out");
    }
    try {
      return TestSet.withNoise(folder, new TestNoise(sigma));
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

  private void print(Restorer restorer, BenchmarkResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s on %s, %d pictures%n",
        restorer.card().name(),
        result.name(),
        result.pictures().size());
    printQuality(new MeanResult(List.of(result)));
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

  private void printMean(MeanResult results) {
    spec.commandLine().getOut().printf(Locale.ROOT, "mean of %d sets%n", results.sets().size());
    printQuality(results);
  }

  private void printQuality(MeanResult result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "PSNR  %6.2f -> %6.2f dB (%+.2f)%n" + "SSIM  %6.4f -> %6.4f%n",
        result.inputPsnr(),
        result.psnr(),
        result.psnr() - result.inputPsnr(),
        result.inputSsim(),
        result.ssim());
    out.flush();
  }
}
