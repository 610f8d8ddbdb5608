package io.github.dcpt4j.trainer.optimisation;

/** How a learning rate changes over the iterations of a run. */
public enum Schedule {
  /**
   * Half a period of a cosine, from the base to the minimum (Loshchilov and Hutter, SGDR, 2017).
   */
  COSINE {
    @Override
    double rate(double base, double minimum, double done) {
      return minimum + (base - minimum) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  },
  /** The base throughout. */
  CONSTANT {
    @Override
    double rate(double base, double minimum, double done) {
      return base;
    }
  };

  /**
   * Returns the rate of a step.
   *
   * @param done share of the run's steps that are finished, 0 to 1
   */
  abstract double rate(double base, double minimum, double done);
}
