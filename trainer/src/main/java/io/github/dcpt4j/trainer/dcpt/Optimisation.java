package io.github.dcpt4j.trainer.dcpt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.Schedule;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Losses and optimisers of a run.
 *
 * @param network the network's optimiser; its gradient is clipped where the network alone is
 *     trained
 * @param classifier the classifier's optimiser
 * @param pixelLoss where the network alone is trained; elsewhere it is L1, as in the method's paper
 * @param gamma exponent of the focal loss; 0 makes it the cross entropy
 * @param averageDecay decay of the weights' moving average where the network alone is trained, from
 *     0 to less than 1; 0 evaluates the last weights
 */
public record Optimisation(
    AdamW network, AdamW classifier, PixelLoss pixelLoss, double gamma, double averageDecay) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public Optimisation {
    require(network.learningRate() > 0, "the learning rate has to be positive");
    require(
        pixelLoss != null,
        "the pixel loss is missing: it is one of "
            + Arrays.stream(PixelLoss.values())
                .map(PixelLoss::id)
                .collect(Collectors.joining(", ")));
    require(gamma >= 0, "gamma cannot be negative");
    require(averageDecay >= 0 && averageDecay < 1, "the average's decay has to be in [0, 1)");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** How the settings of runs and presets write it: both optimisers have one schedule. */
  private record Form(
      Rates network,
      Rates classifier,
      Schedule schedule,
      double minimumLearningRate,
      PixelLoss pixelLoss,
      double gamma,
      double clipNorm,
      double averageDecay) {

    private record Rates(double learningRate, double weightDecay) {

      static Rates of(AdamW optimiser) {
        return new Rates(optimiser.learningRate(), optimiser.weightDecay());
      }

      AdamW scheduled(Schedule schedule, double minimum) {
        return AdamW.of(learningRate, weightDecay).scheduled(schedule, minimum);
      }
    }
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Optimisation read(Form form) {
    return new Optimisation(
        form.network.scheduled(form.schedule, form.minimumLearningRate).clipped(form.clipNorm),
        form.classifier.scheduled(form.schedule, form.minimumLearningRate),
        form.pixelLoss,
        form.gamma,
        form.averageDecay);
  }

  @JsonValue
  Form written() {
    return new Form(
        Form.Rates.of(network),
        Form.Rates.of(classifier),
        network.schedule(),
        network.minimumLearningRate(),
        pixelLoss,
        gamma,
        network.clipNorm(),
        averageDecay);
  }
}
