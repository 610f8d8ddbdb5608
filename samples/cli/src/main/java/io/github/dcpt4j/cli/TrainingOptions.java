package io.github.dcpt4j.cli;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.run.DataSettings;
import io.github.dcpt4j.trainer.run.Intervals;
import io.github.dcpt4j.trainer.run.ModelSettings;
import io.github.dcpt4j.trainer.run.Optimisation;
import io.github.dcpt4j.trainer.run.PinnedFile;
import io.github.dcpt4j.trainer.run.ProcedureKind;
import io.github.dcpt4j.trainer.run.RunSettings;
import io.github.dcpt4j.trainer.run.Stage;
import io.github.dcpt4j.trainer.run.Start;
import io.github.dcpt4j.trainer.run.ValidationSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What pre-training and fine-tuning have in common. */
final class TrainingOptions {

  private static final List<String> OPTIONS_OF_RESUME =
      List.of("--resume", "--output", "--threads", "--verbose");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "RUN",
      description = "The run's folder. The same command again goes on where the run stopped.")
  private Path run;

  @Option(
      names = "--resume",
      description = "Goes on with the settings in the run's folder; takes no others.")
  private boolean resume;

  @Option(
      names = "--clean",
      paramLabel = "DIR",
      description = "Clean photographs, degraded synthetically; may be repeated.")
  private List<Path> clean = List.of();

  @Option(
      names = "--pairs",
      paramLabel = "LABEL=DIR[*TIMES]",
      converter = LabelledFolder.Converter.class,
      description =
          "Real pairs in DIR/input and DIR/target, or as Rain100, RESIDE, LOL, GoPro, Snow100K, DPDD"
              + " and CDD-11 come; drawn from as often as synthetic pairs of this label, or TIMES as"
              + " often. May be repeated.")
  private List<LabelledFolder> pairs = List.of();

  @Option(
      names = "--share",
      paramLabel = "LABEL=WEIGHT",
      description = "How often a degradation is drawn relative to the others (default: 1).")
  private Map<String, Double> shares = Map.of();

  @Option(
      names = "--network",
      paramLabel = "FILE.json|NAME",
      defaultValue = "nafnet-16",
      converter = NetworkChoice.Converter.class,
      description =
          "nafnet-16, nafnet-32, the DCPT release's dcpt-nafnet-5d, dcpt-swinir-5d,"
              + " dcpt-restormer-5d or dcpt-promptir-5d, or a description (default: ${DEFAULT-VALUE}).")
  private NetworkChoice network;

  @Option(
      names = "--classifier-blocks",
      paramLabel = "N",
      description = "Bottlenecks per level of the classifier (default: 1; of dcpt-nafnet-5d 2).")
  private Integer classifierBlocks;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      defaultValue = "rain,noise,haze,low-light,motion-blur",
      description = {
        "Degradations in the order of the classes (default: ${DEFAULT-VALUE}). The method's ten:",
        "noise,motion-blur,defocus,jpeg,haze,rain,snow,demosaicking,low-light,inpainting; or",
        "mixtures as 'dcpt degrade' makes them, and any others for which there are --pairs."
      })
  private List<String> labels;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Steps in all; the authors took 1000000 (default: ${DEFAULT-VALUE}).")
  private long iterations;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "8",
      description = "Patches in a step; the authors took 32 (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--patch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Side of a patch; the authors took 128 (default: ${DEFAULT-VALUE}).")
  private int patch;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "3e-4",
      description = "Of the network, at the start of the cosine (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--classifier-learning-rate",
      paramLabel = "RATE",
      defaultValue = "1e-4",
      description = "Of the classifier, at the start (default: ${DEFAULT-VALUE}).")
  private double classifierLearningRate;

  @Option(
      names = "--minimum-learning-rate",
      paramLabel = "RATE",
      defaultValue = "1e-6",
      description = "Of both, at the end (default: ${DEFAULT-VALUE}).")
  private double minimumLearningRate;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      defaultValue = "0",
      description = "Of the network (default: ${DEFAULT-VALUE}).")
  private double weightDecay;

  @Option(
      names = "--classifier-weight-decay",
      paramLabel = "X",
      defaultValue = "1e-4",
      description = "Of the classifier (default: ${DEFAULT-VALUE}).")
  private double classifierWeightDecay;

  @Option(
      names = "--gamma",
      paramLabel = "X",
      defaultValue = "2",
      description = "Exponent of the focal loss (default: ${DEFAULT-VALUE}).")
  private double gamma;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "500",
      description = "Steps between saved states (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      defaultValue = "50",
      description = "Steps between lines of the log (default: ${DEFAULT-VALUE}).")
  private long logEvery;

  @Option(
      names = "--validate",
      paramLabel = "LABEL=DIR",
      converter = LabelledFolder.Converter.class,
      description =
          "Held-out pairs, laid out as --pairs, that the model is measured on as it learns; the best"
              + " is kept as best.safetensors. May be repeated.")
  private List<LabelledFolder> heldOut = List.of();

  @Option(
      names = "--validate-every",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Steps between two validations (default: ${DEFAULT-VALUE}).")
  private long validateEvery;

  @Option(
      names = "--validate-side",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Of each held-out picture the middle is measured, this many pixels wide and high at most"
              + " (default: ${DEFAULT-VALUE}).")
  private int validateSide;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Start of all chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads of the network; a run repeats bit for bit with 1 (default: all).")
  private Integer threads;

  @Option(
      names = "--loader-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that make batches (default: ${DEFAULT-VALUE}).")
  private int loaderThreads;

  /**
   * What fine-tuning adds.
   *
   * @param clipNorm largest gradient norm, 0 for none
   * @param averageDecay decay of the weights' moving average
   */
  record Tuning(double clipNorm, double averageDecay) {
    static final Tuning NONE = new Tuning(0, 0);
  }

  Path run() {
    return run;
  }

  OptionalInt threads() {
    return threads == null ? OptionalInt.empty() : OptionalInt.of(threads);
  }

  /**
   * Whether the stored settings are to be taken.
   *
   * @throws ParameterException if others are given as well
   */
  boolean resume() {
    if (resume) {
      List<String> others = new ArrayList<>();
      for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
        if (!OPTIONS_OF_RESUME.contains(option.longestName())) {
          others.add(option.longestName());
        }
      }
      if (!others.isEmpty()) {
        throw wrong(
            "--resume takes the settings of the run: leave out " + String.join(", ", others));
      }
    }
    return resume;
  }

  /** Whether an option stands in the command. */
  boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The model that the options describe. */
  ModelDefinition model() {
    int blocks = classifierBlocks == null ? network.classifierBlocks() : classifierBlocks;
    RestorationNetwork whole = wholeNetwork();
    try {
      return ModelDefinition.of(
          whole, DegradationClassifier.fitting(whole, blocks, labels.size()), labels);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private RestorationNetwork wholeNetwork() {
    try {
      return network.network();
    } catch (IllegalArgumentException e) {
      throw wrong("--network describes no whole network: " + e.getMessage());
    }
  }

  /**
   * The settings of a new run.
   *
   * @param model with a classifier
   * @param start checkpoint to start from, or null
   */
  RunSettings settings(ProcedureKind procedure, ModelDefinition model, Path start, Tuning tuning) {
    try {
      return new RunSettings(
          procedure,
          ModelSettings.of(model),
          start == null ? null : new Start(PinnedFile.of(start), false),
          null,
          new DataSettings(model.labels(), clean, foldersByLabel(pairs), shares, loaderThreads),
          List.of(new Stage(iterations, batch, patch)),
          new Optimisation(
              new Optimisation.AdamW(learningRate, weightDecay),
              new Optimisation.AdamW(classifierLearningRate, classifierWeightDecay),
              Optimisation.Schedule.COSINE,
              minimumLearningRate,
              gamma,
              tuning.clipNorm(),
              tuning.averageDecay()),
          new Intervals(checkpointEvery, logEvery),
          validation(),
          seed);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ValidationSettings validation() {
    if (heldOut.isEmpty()) {
      return null;
    }
    if (heldOut.stream().anyMatch(folder -> folder.times() > 1)) {
      throw new IllegalArgumentException("--validate takes every pair once: leave out *TIMES");
    }
    return new ValidationSettings(foldersByLabel(heldOut), validateEvery, validateSide);
  }

  private static Map<String, List<String>> foldersByLabel(List<LabelledFolder> labelled) {
    Map<String, List<String>> folders = new LinkedHashMap<>();
    for (LabelledFolder one : labelled) {
      folders
          .computeIfAbsent(one.label(), label -> new ArrayList<>())
          .addAll(Collections.nCopies(one.times(), one.folder()));
    }
    return folders;
  }
}
