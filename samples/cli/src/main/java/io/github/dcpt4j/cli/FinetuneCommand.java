package io.github.dcpt4j.cli;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.trainer.run.ProcedureKind;
import io.github.dcpt4j.trainer.run.RunSettings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dcpt finetune}. */
@Command(
    name = "finetune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Fine-tunes a network: it restores degraded pictures.")
final class FinetuneCommand implements Runnable {

  private static final List<String> TOLD_BY_CHECKPOINT =
      List.of("--network", "--classifier-blocks", "--labels");

  @Spec private CommandSpec spec;

  @Mixin private TrainingOptions options;

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description = "The model.safetensors to start from; it tells network and labels.")
  private Path from;

  @Option(
      names = "--classifier-only",
      description = "Trains the classifier alone, on a network that stays as it is.")
  private boolean classifierOnly;

  @Option(
      names = "--clip",
      paramLabel = "NORM",
      defaultValue = "0.01",
      description = "Largest gradient norm, 0 for none (default: ${DEFAULT-VALUE}).")
  private double clip;

  @Option(
      names = "--average",
      paramLabel = "DECAY",
      defaultValue = "0.999",
      description = "Decay of the weights' moving average (default: ${DEFAULT-VALUE}).")
  private double average;

  @Override
  public void run() {
    new TrainingSession(options, spec.commandLine())
        .train(
            this::settings,
            EnumSet.of(ProcedureKind.FINE_TUNING, ProcedureKind.CLASSIFIER_TRAINING));
  }

  private RunSettings settings() {
    if (classifierOnly) {
      return options.settings(
          ProcedureKind.CLASSIFIER_TRAINING, model(), from, TrainingOptions.Tuning.NONE);
    }
    return options.settings(
        ProcedureKind.FINE_TUNING, model(), from, new TrainingOptions.Tuning(clip, average));
  }

  private ModelDefinition model() {
    if (from == null) {
      return options.model();
    }
    for (String option : TOLD_BY_CHECKPOINT) {
      if (options.given(option)) {
        throw options.wrong("%s is told by the checkpoint: leave it out".formatted(option));
      }
    }
    ModelDefinition model = Checkpoint.read(from).model();
    if (model.classifier().isEmpty()) {
      throw options.wrong(from + " holds no classifier: start from a pre-trained checkpoint");
    }
    return model;
  }
}
