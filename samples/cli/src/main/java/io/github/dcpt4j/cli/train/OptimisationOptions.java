package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.trainer.run.Optimisation;
import picocli.CommandLine.Option;

/** Losses and optimisers, where they are not to be the preset's. */
final class OptimisationOptions {

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Of the network, at the start (default: the preset's).")
  private Double learningRate;

  @Option(
      names = "--classifier-learning-rate",
      paramLabel = "RATE",
      description = "Of the classifier, at the start (default: the preset's).")
  private Double classifierLearningRate;

  @Option(
      names = "--minimum-learning-rate",
      paramLabel = "RATE",
      description = "Of both, at the end of a cosine (default: the preset's).")
  private Double minimumLearningRate;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "Of both learning rates: cosine or constant (default: the preset's).")
  private Optimisation.Schedule schedule;

  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Of the network (default: the preset's).")
  private Double weightDecay;

  @Option(
      names = "--classifier-weight-decay",
      paramLabel = "X",
      description = "Of the classifier (default: the preset's).")
  private Double classifierWeightDecay;

  @Option(
      names = "--gamma",
      paramLabel = "X",
      description =
          "Exponent of the focal loss; 0 makes it the cross entropy (default: the preset's).")
  private Double gamma;

  /** Puts the options that were given in place of a preset's values. */
  Optimisation over(Optimisation preset) {
    return new Optimisation(
        adam(learningRate, weightDecay, preset.network()),
        adam(classifierLearningRate, classifierWeightDecay, preset.classifier()),
        schedule == null ? preset.schedule() : schedule,
        given(minimumLearningRate, preset.minimumLearningRate()),
        preset.pixelLoss(),
        given(gamma, preset.gamma()),
        preset.clipNorm(),
        preset.averageDecay());
  }

  private static Optimisation.AdamW adam(Double rate, Double decay, Optimisation.AdamW preset) {
    return new Optimisation.AdamW(
        given(rate, preset.learningRate()), given(decay, preset.weightDecay()));
  }

  private static double given(Double option, double preset) {
    return option == null ? preset : option;
  }
}
