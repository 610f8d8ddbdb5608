package io.github.dcpt4j.cli;

import io.github.dcpt4j.trainer.run.Stage;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import java.util.stream.Collectors;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the presets below a command's options. */
final class PresetHelp implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec command) {
    command
        .usageMessage()
        .footerHeading("%nPresets:%n")
        .footer(TrainingPreset.names().stream().map(PresetHelp::line).toArray(String[]::new));
    return command;
  }

  private static String line(String name) {
    TrainingPreset preset = TrainingPreset.named(name);
    return "  %s: %s; pre-training %s, fine-tuning %s, guided transfer %s."
        .formatted(
            name,
            preset.about(),
            steps(preset.preTraining()),
            steps(preset.fineTuning()),
            steps(preset.guidedTransfer()));
  }

  private static String steps(TrainingPreset.Plan plan) {
    return plan.stages().stream().map(PresetHelp::shape).collect(Collectors.joining(", then "));
  }

  private static String shape(Stage stage) {
    return "to step %d with %d patches of %d pixels"
        .formatted(stage.untilIteration(), stage.batch(), stage.patch());
  }
}
