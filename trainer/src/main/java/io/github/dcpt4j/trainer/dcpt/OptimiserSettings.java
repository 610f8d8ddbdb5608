package io.github.dcpt4j.trainer.dcpt;

import io.github.dcpt4j.trainer.optimisation.Adam;
import io.github.dcpt4j.trainer.optimisation.LearningRate;
import java.util.OptionalDouble;

/**
 * How one set of parameters is moved.
 *
 * @param adam betas and weight decay
 * @param learningRate rate over the iterations
 * @param clipNorm largest L2 norm of the gradient over all parameters, if it is clipped
 */
public record OptimiserSettings(
    Adam.Settings adam, LearningRate learningRate, OptionalDouble clipNorm) {

  /** Without clipping. */
  public static OptimiserSettings of(Adam.Settings adam, LearningRate learningRate) {
    return new OptimiserSettings(adam, learningRate, OptionalDouble.empty());
  }

  /** The same with clipping. */
  public OptimiserSettings clipped(double norm) {
    return new OptimiserSettings(adam, learningRate, OptionalDouble.of(norm));
  }
}
