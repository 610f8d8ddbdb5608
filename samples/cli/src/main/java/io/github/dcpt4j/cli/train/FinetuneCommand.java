package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.run.Guidance;
import io.github.dcpt4j.trainer.run.PinnedFile;
import io.github.dcpt4j.trainer.run.RunSettings;
import io.github.dcpt4j.trainer.run.Start;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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
    modelTransformer = PresetHelp.OfFineTuning.class,
    description = "Fine-tunes a network: it restores degraded pictures.")
public final class FinetuneCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private TrainingOptions options;

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description =
          "The model.safetensors to start from. It tells the network, unless --network names one"
              + " with more blocks, and the labels, unless --labels or --preset does.")
  private Path from;

  @Option(
      names = "--classifier-only",
      description =
          "Trains the classifier alone, on a network that stays as it is; with --labels a new one in"
              + " place of the checkpoint's.")
  private boolean classifierOnly;

  @Option(
      names = "--guided-by",
      paramLabel = "CHECKPOINT",
      description =
          "Transfers to other degradations while this checkpoint's classifier, which stays as it is,"
              + " leads the features.")
  private Path guidedBy;

  @Option(
      names = "--guide-towards",
      paramLabel = "LABEL",
      description =
          "The guide's class that all features are led to (default: each patch's own label).")
  private String guideTowards;

  @Setting("optimisation/pixelLoss")
  @Option(
      names = "--loss",
      paramLabel = "NAME",
      completionCandidates = PixelLossNames.class,
      description = "Of the pixels, listed below (default: the preset's).")
  private PixelLoss loss;

  @Setting("optimisation/clipNorm")
  @Option(
      names = "--clip",
      paramLabel = "NORM",
      description = "Largest gradient norm, 0 for none (default: the preset's).")
  private Double clip;

  @Setting("optimisation/averageDecay")
  @Option(
      names = "--average",
      paramLabel = "DECAY",
      description = "Decay of the weights' moving average (default: the preset's).")
  private Double average;

  @Override
  public void run() {
    new TrainingSession(options, spec.commandLine())
        .train(
            this::settings,
            EnumSet.of(
                ProcedureKind.FINE_TUNING,
                ProcedureKind.GUIDED_TRANSFER,
                ProcedureKind.CLASSIFIER_TRAINING));
  }

  private RunSettings settings() {
    if (classifierOnly && guidedBy != null) {
      throw options.wrong("--classifier-only trains no network to guide: leave out --guided-by");
    }
    if (guideTowards != null && guidedBy == null) {
      throw options.wrong("--guide-towards needs the guide: name --guided-by");
    }
    if (classifierOnly && (loss != null || clip != null || average != null)) {
      throw options.wrong(
          "--classifier-only trains no network: leave out --loss, --clip and --average");
    }
    if (classifierOnly) {
      return options.settings(ProcedureKind.CLASSIFIER_TRAINING, classifier());
    }
    return options.settings(
        guidedBy == null ? ProcedureKind.FINE_TUNING : ProcedureKind.GUIDED_TRANSFER, network());
  }

  /** What the training of the network begins with. */
  private Beginning network() {
    Optional<Guidance> guidance =
        Optional.ofNullable(guidedBy)
            .map(guide -> new Guidance(PinnedFile.of(guide), guideTowards));
    if (from == null) {
      return new Beginning(fresh(options.network()), options.labels(), Optional.empty(), guidance);
    }
    refuse("--classifier-blocks");
    ModelDefinition given = Checkpoint.read(from).model();
    ModelDefinition model = options.given("--network") ? deepened(given) : given;
    boolean told =
        options.given("--labels") || options.given("--preset") || model.labels().isEmpty();
    return new Beginning(
        model,
        told ? options.labels() : model.labels(),
        Optional.of(new Start(PinnedFile.of(from), false)),
        guidance);
  }

  private ModelDefinition deepened(ModelDefinition given) {
    try {
      return new ModelDefinition(options.network(), given.classifier(), given.labels());
    } catch (IllegalArgumentException e) {
      throw options.wrong(e.getMessage());
    }
  }

  private ModelDefinition fresh(RestorationNetwork network) {
    return network.stageChannels().isEmpty()
        ? ModelDefinition.of(network)
        : options.withClassifier(network, options.labels());
  }

  /** What the training of the classifier begins with. */
  private Beginning classifier() {
    if (from == null) {
      return Beginning.fresh(options.withClassifier(options.network(), options.labels()));
    }
    refuse("--network");
    ModelDefinition model = Checkpoint.read(from).model();
    if (model.network().stageChannels().isEmpty()) {
      throw options.wrong(
          from + " holds a network without decoder stages that a classifier could read");
    }
    boolean anew = options.given("--labels") || options.given("--classifier-blocks");
    if (!anew && model.classifier().isEmpty()) {
      throw options.wrong(from + " holds no classifier: name the --labels of a new one");
    }
    List<String> labels =
        options.given("--labels") || model.labels().isEmpty() ? options.labels() : model.labels();
    ModelDefinition trained = anew ? options.withClassifier(model.network(), labels) : model;
    return new Beginning(
        trained, labels, Optional.of(new Start(PinnedFile.of(from), anew)), Optional.empty());
  }

  private void refuse(String option) {
    if (options.given(option)) {
      throw options.wrong(Text.of("%s is told by the checkpoint: leave it out", option));
    }
  }
}
