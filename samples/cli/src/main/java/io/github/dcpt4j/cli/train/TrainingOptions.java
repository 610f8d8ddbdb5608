package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.cli.shared.NetworkChoice;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.trainer.run.DataSettings;
import io.github.dcpt4j.trainer.run.Guidance;
import io.github.dcpt4j.trainer.run.Intervals;
import io.github.dcpt4j.trainer.run.ModelSettings;
import io.github.dcpt4j.trainer.run.Optimisation;
import io.github.dcpt4j.trainer.run.ProcedureKind;
import io.github.dcpt4j.trainer.run.RunResources;
import io.github.dcpt4j.trainer.run.RunSettings;
import io.github.dcpt4j.trainer.run.Stage;
import io.github.dcpt4j.trainer.run.Start;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import io.github.dcpt4j.trainer.run.ValidationSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What pre-training and fine-tuning have in common. */
final class TrainingOptions {

  private static final List<String> OPTIONS_OF_RESUME =
      List.of(
          "--resume",
          "--output",
          "--threads",
          "--gpus",
          "--loader-threads",
          "--cache",
          "--log-every",
          "--checkpoint-every",
          "--verbose");

  private static final long MEGABYTE = 1 << 20;

  private static final List<String> TOLD_BY_STAGES = List.of("--iterations", "--batch", "--patch");

  /** Reads a preset's name. */
  static final class PresetConverter implements ITypeConverter<TrainingPreset> {

    @Override
    public TrainingPreset convert(String name) {
      try {
        return TrainingPreset.named(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

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
      description =
          "Goes on with the settings in the run's folder; takes no others but for numbers of threads"
              + " and GPUs, --cache, --log-every and --checkpoint-every.")
  private boolean resume;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = TrainingPreset.DEFAULT,
      converter = PresetConverter.class,
      description =
          "Settings that go together, see below; an option that is given comes before them"
              + " (default: ${DEFAULT-VALUE}).")
  private TrainingPreset preset;

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
      converter = NetworkChoice.Converter.class,
      description =
          "nafnet-16, nafnet-32, the DCPT release's dcpt-nafnet-5d, dcpt-swinir-5d,"
              + " dcpt-restormer-5d or dcpt-promptir-5d, or a description (default: the preset's).")
  private NetworkChoice network;

  @Option(
      names = "--classifier-blocks",
      paramLabel = "N",
      description =
          "Bottlenecks per level of the classifier (default: the preset's; with --network 1, of"
              + " the release's networks 2).")
  private Integer classifierBlocks;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      description = {
        "Degradations in the order of the classes (default: the preset's). The method's five:",
        "rain,noise,haze,low-light,motion-blur; its ten:",
        "noise,motion-blur,defocus,jpeg,haze,rain,snow,demosaicking,low-light,inpainting; two that",
        "only tell whether there is any of them: clean,degraded; mixtures as 'dcpt degrade' makes",
        "them, and any others for which there are --pairs."
      })
  private List<String> labels;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Steps in all (default: the preset's).")
  private Long iterations;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Patches in a step (default: the preset's).")
  private Integer batch;

  @Option(
      names = "--patch",
      paramLabel = "N",
      description = "Side of a patch (default: the preset's).")
  private Integer patch;

  @Option(
      names = "--stage",
      paramLabel = "PATCHxBATCH:ITERATIONS",
      converter = StageOption.Converter.class,
      description =
          "In place of --patch, --batch and --iterations: a stretch of the run, such as 64x8:10000;"
              + " repeated, one after the other.")
  private List<StageOption> stages = List.of();

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Batches whose gradients are averaged in a step: as if the batch were N times as large,"
              + " in the memory of one (default: ${DEFAULT-VALUE}).")
  private int accumulate;

  @Mixin private OptimisationOptions optimisation;

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
      names = "--gpus",
      paramLabel = "N|all",
      converter = GpuCount.Converter.class,
      description = "Splits each batch over so many GPUs (default: 1, or the CPU without any).")
  private GpuCount gpus;

  @Option(
      names = "--loader-threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that make batches (default: ${DEFAULT-VALUE}).")
  private int loaderThreads;

  @Option(
      names = "--cache",
      paramLabel = "MB",
      description =
          "Memory for decoded training pictures, in megabytes; those beyond are decoded for every"
              + " patch (default: three fifths of the machine's).")
  private Long cache;

  Path run() {
    return run;
  }

  OptionalInt threads() {
    return threads == null ? OptionalInt.empty() : OptionalInt.of(threads);
  }

  /**
   * What to train with, once the engine has started.
   *
   * @throws DeviceException if there are fewer GPUs than asked for
   * @throws ParameterException if the memory is negative
   */
  RunResources resources() {
    RunResources all = RunResources.ofMachine();
    try {
      RunResources devices = gpus == null ? all : all.on(gpus.devices());
      return cache == null ? devices : devices.holding(cache * MEGABYTE);
    } catch (IllegalArgumentException e) {
      throw wrong("--cache: " + e.getMessage());
    }
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

  /** The degradations that the options name. */
  List<String> labels() {
    return labels == null ? preset.labels() : labels;
  }

  /** The network that the options describe. */
  RestorationNetwork network() {
    if (network == null) {
      return preset.network();
    }
    try {
      return network.network();
    } catch (IllegalArgumentException e) {
      throw wrong("--network describes no whole network: " + e.getMessage());
    }
  }

  /**
   * A network with a classifier for the labels.
   *
   * @throws ParameterException if it has no stages that a classifier could read
   */
  ModelDefinition withClassifier(RestorationNetwork whole, List<String> classes) {
    int usual = network == null ? preset.classifierBlocks() : network.classifierBlocks();
    int blocks = classifierBlocks == null ? usual : classifierBlocks;
    try {
      return ModelDefinition.of(
          whole, DegradationClassifier.fitting(whole, blocks, classes.size()), classes);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /**
   * What to begin with.
   *
   * @param model what is trained
   * @param labels of the data
   * @param start checkpoint to start from, if there is one
   * @param guidance what leads the features, if anything does
   */
  record Beginning(
      ModelDefinition model,
      List<String> labels,
      Optional<Start> start,
      Optional<Guidance> guidance) {

    /** Fresh weights, and the classes of the classifier. */
    static Beginning fresh(ModelDefinition model) {
      return new Beginning(model, model.labels(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * The settings of a new run.
   *
   * @param procedure whose plan in the preset tells what no option does
   * @param change what the command itself changes in the losses and optimisers
   */
  RunSettings settings(
      ProcedureKind procedure, Beginning beginning, UnaryOperator<Optimisation> change) {
    TrainingPreset.Plan plan = preset.plan(procedure);
    try {
      return new RunSettings(
          procedure,
          ModelSettings.of(beginning.model()),
          beginning.start().orElse(null),
          beginning.guidance().orElse(null),
          new DataSettings(
              beginning.labels(),
              clean,
              foldersByLabel(pairs),
              shares,
              preset.synthesis(beginning.labels()),
              loaderThreads),
          stages(plan.stages()),
          change.apply(optimisation.over(plan.optimisation())),
          new Intervals(checkpointEvery, logEvery),
          validation(),
          seed);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /**
   * Stored settings with what the options tell of how the run works.
   *
   * @throws ParameterException if they do not fit
   */
  RunSettings working(RunSettings stored) {
    Intervals before = stored.intervals();
    try {
      return stored.working(
          new Intervals(
              given("--checkpoint-every") ? checkpointEvery : before.checkpoint(),
              given("--log-every") ? logEvery : before.log()),
          given("--loader-threads") ? loaderThreads : stored.data().loaderThreads());
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** The preset's stages, or those in their place that the options tell. */
  private List<Stage> stages(List<Stage> usual) {
    if (!stages.isEmpty()) {
      for (String option : TOLD_BY_STAGES) {
        if (given(option)) {
          throw wrong("%s is told by --stage: leave it out".formatted(option));
        }
      }
      return StageOption.inOrder(stages, accumulate);
    }
    if (iterations == null && batch == null && patch == null) {
      return usual.stream()
          .map(stage -> new Stage(stage.untilIteration(), stage.batch(), stage.patch(), accumulate))
          .toList();
    }
    Stage last = usual.get(usual.size() - 1);
    return List.of(
        new Stage(
            iterations == null ? last.untilIteration() : iterations,
            batch == null ? last.batch() : batch,
            patch == null ? last.patch() : patch,
            accumulate));
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
