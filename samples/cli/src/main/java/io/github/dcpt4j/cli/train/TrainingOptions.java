package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.run.ModelSettings;
import io.github.dcpt4j.trainer.run.RunResources;
import io.github.dcpt4j.trainer.run.RunSettings;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * What pre-training and fine-tuning have in common. The settings of a run are the preset's, with
 * the options that have a {@link Setting} written over them.
 */
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

  @Mixin private DataOptions data;

  @Mixin private NetworkOptions networks;

  @Mixin private ScheduleOptions schedule;

  @Mixin private OptimisationOptions optimisation;

  @Setting("intervals/checkpoint")
  @Option(
      names = "--checkpoint-every",
      paramLabel = "N",
      defaultValue = "500",
      description = "Steps between saved states (default: ${DEFAULT-VALUE}).")
  private long checkpointEvery;

  @Setting("intervals/log")
  @Option(
      names = "--log-every",
      paramLabel = "N",
      defaultValue = "50",
      description = "Steps between lines of the log (default: ${DEFAULT-VALUE}).")
  private long logEvery;

  @Setting("seed")
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Start of all chance (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private MachineOptions machine;

  Path run() {
    return run;
  }

  OptionalInt threads() {
    return machine.threads();
  }

  /**
   * What to train with, once the engine has started.
   *
   * @throws DeviceException if there are fewer GPUs than asked for
   * @throws ParameterException if the memory is negative
   */
  RunResources resources() {
    return checked(machine::resources);
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
    return networks.labels(preset);
  }

  /** The network that the options describe. */
  RestorationNetwork network() {
    return checked(() -> networks.network(preset));
  }

  /**
   * A network with a classifier for the labels.
   *
   * @throws ParameterException if it has no stages that a classifier could read
   */
  ModelDefinition withClassifier(RestorationNetwork whole, List<String> classes) {
    return checked(() -> networks.withClassifier(preset, whole, classes));
  }

  /**
   * The settings of a new run.
   *
   * @param procedure whose plan in the preset tells what no option does
   * @throws ParameterException if they do not fit
   */
  RunSettings settings(ProcedureKind procedure, Beginning beginning) {
    TrainingPreset.Plan plan = preset.plan(procedure);
    return checked(
        () -> {
          Map<String, Object> parts = new LinkedHashMap<>();
          parts.put("procedure", procedure);
          parts.put("model", ModelSettings.of(beginning.model()));
          parts.put("start", beginning.start().orElse(null));
          parts.put("guidance", beginning.guidance().orElse(null));
          parts.put(
              "data",
              Map.of(
                  "labels", beginning.labels(), "synthesis", preset.synthesis(beginning.labels())));
          parts.put("stages", schedule.over(plan.stages()));
          parts.put("optimisation", plan.optimisation());
          SettingsTree settings = SettingsTree.of(parts);
          settings.overlay(spec, any -> true);
          data.completeIn(settings);
          return settings.read(spec);
        });
  }

  /**
   * Stored settings with what the options tell of how the run works.
   *
   * @throws ParameterException if they do not fit
   */
  RunSettings working(RunSettings stored) {
    SettingsTree settings = SettingsTree.of(stored);
    settings.overlay(spec, spec.commandLine().getParseResult()::hasMatchedOption);
    return checked(() -> settings.read(spec));
  }

  private <T> T checked(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
