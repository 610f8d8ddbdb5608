package io.github.dcpt4j.cli;

import io.github.dcpt4j.trainer.run.ProcedureKind;
import java.util.EnumSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dcpt pretrain}. */
@Command(
    name = "pretrain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Pre-trains a network: it reproduces clean pictures and names the degradation of others.")
final class PretrainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private TrainingOptions options;

  @Option(
      names = "--direct",
      description = "Restores the degraded pictures instead of reproducing clean ones (ablation).")
  private boolean direct;

  @Override
  public void run() {
    ProcedureKind procedure = direct ? ProcedureKind.DIRECT_TRAINING : ProcedureKind.PRE_TRAINING;
    new TrainingSession(options, spec.commandLine())
        .train(
            () -> options.settings(procedure, options.model(), null, TrainingOptions.Tuning.NONE),
            EnumSet.of(ProcedureKind.PRE_TRAINING, ProcedureKind.DIRECT_TRAINING));
  }
}
