package io.github.dcpt4j.cli.data;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.data.MemoryBudget;
import io.github.dcpt4j.trainer.data.PairedPatches;
import io.github.dcpt4j.trainer.data.PatchSource;
import io.github.dcpt4j.trainer.data.PatchSurvey;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.data.PictureCache;
import io.github.dcpt4j.trainer.data.SyntheticPatches;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.degradation.Degradations;
import io.github.dcpt4j.trainer.degradation.PatchStatistics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt statistics}. */
@Command(
    name = "statistics",
    mixinStandardHelpOptions = true,
    description = {
      "Tells what synthetic training pairs are like, to hold them against real ones: the PSNR of",
      "the inputs; and of the difference between input and target, without its low frequencies",
      "(a Gaussian of 8 pixels), the deviation (0..255), how much green goes with green one and",
      "two pixels to the right, red with green, and the deviation of Cb as a part of that of Y."
    })
public final class StatisticsCommand implements Callable<Integer> {

  private static final double[] OF_PSNR = {5, 25, 50, 75, 95};
  private static final double[] OF_DETAIL = {10, 50, 90};
  private static final String ROW = "%-22s %-32s %6s  %-20s %-19s %-19s %-19s %s%n";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..*",
      description = "Folders of clean photographs, which are spoiled.")
  private List<Path> photographs = List.of();

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      defaultValue = "rain,noise,haze,low-light,motion-blur",
      description = "Degradations of the photographs, a row each (default: ${DEFAULT-VALUE}).")
  private List<String> labels;

  @Option(
      names = "--pairs",
      paramLabel = "LABEL=DIR",
      description = "Real pairs of a degradation; may be repeated, a row each.")
  private Map<String, Path> pairs = new LinkedHashMap<>();

  @Option(
      names = "--patches",
      paramLabel = "N",
      defaultValue = "400",
      description = "Random patches of each row (default: ${DEFAULT-VALUE}).")
  private int patches;

  @Option(
      names = "--patch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Side of a patch in pixels (default: ${DEFAULT-VALUE}).")
  private int patch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Start of all chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() {
    if (patches < 1 || patch < 1) {
      throw wrong("--patches and --patch have to be positive");
    }
    if (photographs.isEmpty() && pairs.isEmpty()) {
      throw wrong("there is nothing to measure: name folders of photographs, or --pairs");
    }
    // Every patch is of another picture: to hold them in memory would not pay.
    try (PictureCache cache = new PictureCache(new MemoryBudget(0))) {
      Map<String, PatchSource> sources = new LinkedHashMap<>();
      if (!photographs.isEmpty()) {
        addSynthetic(sources, cache);
      }
      pairs.forEach(
          (label, folder) -> {
            PairedPatches real = PairedPatches.load(label, folder, cache);
            real.requireSide(patch);
            sources.put(label + " (pairs)", real);
          });
      print(sources);
    }
    return ExitCode.OK;
  }

  private void addSynthetic(Map<String, PatchSource> sources, PictureCache cache) {
    List<Degradation> degradations = new ArrayList<>();
    for (String label : labels) {
      degradations.add(
          Degradations.byLabel(label, labels)
              .orElseThrow(
                  () ->
                      wrong(
                          Text.of(
                              "there is no degradation '%s', only %s",
                              label, String.join(", ", Degradations.labels())))));
    }
    Photographs clean = Photographs.load(photographs, cache);
    clean.requireSide(patch);
    for (Degradation degradation : degradations) {
      sources.put(degradation.label(), new SyntheticPatches(clean, degradation));
    }
  }

  private void print(Map<String, PatchSource> sources) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        ROW,
        "degradation",
        "PSNR, dB: 5, 25, 50, 75, 95 %",
        "mean",
        "deviation: 10,50,90%",
        "right neighbour",
        "two pixels on",
        "red with green",
        "Cb against Y");
    sources.forEach(
        (name, source) -> {
          PatchSurvey survey = PatchSurvey.of(source, patches, patch, seed);
          out.printf(
              Locale.ROOT,
              ROW,
              name,
              percentiles(survey, PatchStatistics::psnr, 1, OF_PSNR),
              rounded(survey.meanPsnr(), 1),
              percentiles(survey, PatchStatistics::deviation, 1, OF_DETAIL),
              percentiles(survey, PatchStatistics::neighbour, 2, OF_DETAIL),
              percentiles(survey, PatchStatistics::second, 2, OF_DETAIL),
              percentiles(survey, PatchStatistics::redGreen, 2, OF_DETAIL),
              percentiles(survey, PatchStatistics::colour, 2, OF_DETAIL));
          out.flush();
        });
  }

  private static String percentiles(
      PatchSurvey survey,
      ToDoubleFunction<PatchStatistics> measure,
      int digits,
      double[] percents) {
    return DoubleStream.of(percents)
        .mapToObj(percent -> rounded(survey.percentile(measure, percent), digits))
        .collect(Collectors.joining(" / "));
  }

  private static String rounded(double value, int digits) {
    return Double.isFinite(value) ? Text.of("%." + digits + "f", value) : "-";
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
