package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.run.Stage;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the presets below a command's options. */
abstract class PresetHelp implements IModelTransformer {

  private final ProcedureKind procedure;

  private PresetHelp(ProcedureKind procedure) {
    this.procedure = procedure;
  }

  /** With what they say of pre-training. */
  static final class OfPreTraining extends PresetHelp {

    OfPreTraining() {
      super(ProcedureKind.PRE_TRAINING);
    }
  }

  /** With what they say of fine-tuning. */
  static final class OfFineTuning extends PresetHelp {

    OfFineTuning() {
      super(ProcedureKind.FINE_TUNING);
    }

    @Override
    Stream<String> more() {
      return Stream.concat(
          Stream.of("", "Losses:"),
          Arrays.stream(PixelLoss.values())
              .map(loss -> Text.of("  %-13s%s; %s", loss.id(), loss.quantity(), loss.about())));
    }
  }

  /** Lines below the presets. */
  Stream<String> more() {
    return Stream.empty();
  }

  @Override
  public CommandSpec transform(CommandSpec command) {
    command
        .usageMessage()
        .footerHeading("%nPresets:%n")
        .footer(
            Stream.concat(TrainingPreset.names().stream().flatMap(this::lines), more())
                .toArray(String[]::new));
    return command;
  }

  private Stream<String> lines(String name) {
    TrainingPreset preset = TrainingPreset.named(name);
    String steps =
        preset.plan(procedure).stages().stream()
            .map(PresetHelp::shape)
            .collect(Collectors.joining(", then "));
    return Stream.of(Text.of("  %-13s%s", name, preset.about()), " ".repeat(15) + steps);
  }

  private static String shape(Stage stage) {
    return Text.of(
        "to step %d with %d patches of %d pixels",
        stage.untilIteration(), stage.batch(), stage.patch());
  }
}
