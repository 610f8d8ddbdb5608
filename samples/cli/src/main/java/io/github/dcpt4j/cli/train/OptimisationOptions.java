package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.trainer.optimisation.Schedule;
import picocli.CommandLine.Option;

/** Losses and optimisers, where they are not to be the preset's. */
final class OptimisationOptions {

  @Setting("optimisation/network/learningRate")
  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Of the network, at the start (default: the preset's).")
  private Double learningRate;

  @Setting("optimisation/classifier/learningRate")
  @Option(
      names = "--classifier-learning-rate",
      paramLabel = "RATE",
      description = "Of the classifier, at the start (default: the preset's).")
  private Double classifierLearningRate;

  @Setting("optimisation/minimumLearningRate")
  @Option(
      names = "--minimum-learning-rate",
      paramLabel = "RATE",
      description = "Of both, at the end of a cosine (default: the preset's).")
  private Double minimumLearningRate;

  @Setting("optimisation/schedule")
  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "Of both learning rates: cosine or constant (default: the preset's).")
  private Schedule schedule;

  @Setting("optimisation/network/weightDecay")
  @Option(
      names = "--weight-decay",
      paramLabel = "X",
      description = "Of the network (default: the preset's).")
  private Double weightDecay;

  @Setting("optimisation/classifier/weightDecay")
  @Option(
      names = "--classifier-weight-decay",
      paramLabel = "X",
      description = "Of the classifier (default: the preset's).")
  private Double classifierWeightDecay;

  @Setting("optimisation/gamma")
  @Option(
      names = "--gamma",
      paramLabel = "X",
      description =
          "Exponent of the focal loss; 0 makes it the cross entropy (default: the preset's).")
  private Double gamma;
}
