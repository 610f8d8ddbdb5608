package io.github.dcpt4j.trainer.optimisation;

/**
 * AdamW and its schedule (Loshchilov and Hutter, Decoupled Weight Decay Regularization, ICLR 2019).
 *
 * @param learningRate rate of the first step
 * @param weightDecay decay, decoupled from the gradient
 * @param schedule how the rate goes on
 * @param minimumLearningRate rate at the end of a cosine
 * @param clipNorm largest L2 norm of the gradient over all parameters; 0 for no clipping
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment, after the bias correction
 */
public record AdamW(
    double learningRate,
    double weightDecay,
    Schedule schedule,
    double minimumLearningRate,
    double clipNorm,
    double beta1,
    double beta2,
    double epsilon) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one of them is negative
   */
  public AdamW {
    if (!(learningRate >= 0 && weightDecay >= 0 && minimumLearningRate >= 0)) {
      throw new IllegalArgumentException("learning rates and weight decays cannot be negative");
    }
    if (!(clipNorm >= 0)) {
      throw new IllegalArgumentException("the gradient's largest norm cannot be negative");
    }
  }

  /** The usual betas and epsilon, a constant rate, no clipping. */
  public static AdamW of(double learningRate, double weightDecay) {
    return new AdamW(learningRate, weightDecay, Schedule.CONSTANT, 0, 0, 0.9, 0.999, 1e-8);
  }

  /** The same with another schedule. */
  public AdamW scheduled(Schedule other, double minimum) {
    return new AdamW(learningRate, weightDecay, other, minimum, clipNorm, beta1, beta2, epsilon);
  }

  /** The same with another largest norm of the gradient; 0 for no clipping. */
  public AdamW clipped(double norm) {
    return new AdamW(
        learningRate, weightDecay, schedule, minimumLearningRate, norm, beta1, beta2, epsilon);
  }

  /**
   * Returns the learning rate of a step.
   *
   * @param iteration number of finished steps
   * @param iterations steps of the whole run, at least 1; later ones keep its last rate
   */
  public double learningRateAt(long iteration, long iterations) {
    double done = (double) Math.min(iteration, iterations) / iterations;
    return schedule.rate(learningRate, minimumLearningRate, done);
  }
}
