package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.run.RunSettings;
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
    modelTransformer = PresetHelp.OfPreTraining.class,
    description =
        "Pre-trains a network: it reproduces clean pictures and names the degradation of others.")
public final class PretrainCommand implements Runnable {

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
            () -> settings(procedure),
            EnumSet.of(ProcedureKind.PRE_TRAINING, ProcedureKind.DIRECT_TRAINING));
  }

  private RunSettings settings(ProcedureKind procedure) {
    RestorationNetwork network = options.network();
    if (network.stageChannels().isEmpty()) {
      throw options.wrong(
          "this network has no decoder stages that a classifier could read, so it cannot be"
              + " pre-trained: train it by 'dcpt finetune'");
    }
    return options.settings(
        procedure, Beginning.fresh(options.withClassifier(network, options.labels())));
  }
}
