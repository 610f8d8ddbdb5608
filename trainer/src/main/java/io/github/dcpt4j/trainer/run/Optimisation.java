package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

import io.github.dcpt4j.trainer.dcpt.OptimiserSettings;
import io.github.dcpt4j.trainer.optimisation.Adam;
import io.github.dcpt4j.trainer.optimisation.L1Loss;
import io.github.dcpt4j.trainer.optimisation.LearningRate;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.PsnrLoss;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is made small, and how.
 *
 * @param network the network's AdamW
 * @param classifier the classifier's AdamW
 * @param schedule of both learning rates
 * @param minimumLearningRate of both, at the end of a cosine
 * @param pixelLoss where the network alone is trained; elsewhere it is L1
 * @param gamma exponent of the focal loss; 0 makes it the cross entropy
 * @param clipNorm largest gradient norm where the network alone is trained, 0 for none
 * @param averageDecay decay of the weights' moving average where the network alone is trained
 */
public record Optimisation(
    AdamW network,
    AdamW classifier,
    Schedule schedule,
    double minimumLearningRate,
    PixelLossKind pixelLoss,
    double gamma,
    double clipNorm,
    double averageDecay) {

  /** How restored patches are compared with clean ones. */
  public enum PixelLossKind {
    /** The mean absolute difference, as in the method's paper. */
    L1("mean absolute difference", L1Loss::new),
    /** The negative PSNR: slight degradations weigh as much as strong ones. */
    PSNR("negative PSNR in dB", PsnrLoss::new),
    /** The same, levelling off at 40 dB: images that need no restoration do not rule the batch. */
    PSNR40("negative PSNR in dB, levelling off at 40 dB", () -> PsnrLoss.levellingOffAt(40));

    private final String quantity;
    private final Supplier<PixelLoss> maker;

    PixelLossKind(String quantity, Supplier<PixelLoss> maker) {
      this.quantity = quantity;
      this.maker = maker;
    }

    /** What it measures, in words. */
    String quantity() {
      return quantity;
    }

    PixelLoss loss() {
      return maker.get();
    }
  }

  /** How a learning rate goes on from its start. */
  public enum Schedule {
    /** Down to the minimum, by half a period of a cosine over the whole run. */
    COSINE,
    /** As it starts. */
    CONSTANT
  }

  /**
   * An optimiser.
   *
   * @param learningRate at the start
   * @param weightDecay decoupled from the gradient
   */
  public record AdamW(double learningRate, double weightDecay) {

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException with what to change
     */
    public AdamW {
      require(learningRate >= 0 && weightDecay >= 0, "rates and decays cannot be negative");
    }
  }

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public Optimisation {
    require(network.learningRate() > 0, "the learning rate has to be positive");
    require(
        pixelLoss != null,
        "the pixel loss is not told: it is one of " + List.of(PixelLossKind.values()));
    require(minimumLearningRate >= 0, "learning rates cannot be negative");
    require(gamma >= 0 && clipNorm >= 0, "gamma and the gradient's norm cannot be negative");
    require(averageDecay >= 0 && averageDecay < 1, "the average's decay has to be in [0, 1)");
  }

  /** How the network is moved, its gradient as it is. */
  OptimiserSettings ofNetwork(long iterations) {
    return settings(network, iterations);
  }

  /** How the network is moved, its gradient clipped if that is wanted. */
  OptimiserSettings ofNetworkClipped(long iterations) {
    OptimiserSettings unclipped = ofNetwork(iterations);
    return clipNorm > 0 ? unclipped.clipped(clipNorm) : unclipped;
  }

  /** How the classifier is moved. */
  OptimiserSettings ofClassifier(long iterations) {
    return settings(classifier, iterations);
  }

  private OptimiserSettings settings(AdamW adam, long iterations) {
    double base = adam.learningRate();
    LearningRate rate =
        switch (schedule) {
          case COSINE -> LearningRate.cosine(base, minimumLearningRate, iterations);
          case CONSTANT -> LearningRate.constant(base);
        };
    return OptimiserSettings.of(Adam.Settings.adamW(adam.weightDecay()), rate);
  }
}
