package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;

/**
 * Noise of a sensor in linear light, of variance {@code shot * x + read}.
 *
 * @param shot of the arriving light, for full light
 * @param read of reading the sensor, everywhere the same
 */
record SensorNoise(double shot, double read) {

  /** How read noise goes with shot noise in real cameras (Brooks et al., CVPR 2019). */
  private static final double READ_SLOPE = 2.18;

  private static final double READ_OFFSET = 1.20;
  private static final double READ_SPREAD = 0.26;

  /**
   * Draws shot noise, every order of magnitude equally likely, and read noise that goes with it.
   */
  static SensorNoise draw(Range shots, RandomGenerator random) {
    double shot = shots.drawLogarithmic(random);
    double read = READ_SLOPE * Math.log(shot) + READ_OFFSET + READ_SPREAD * random.nextGaussian();
    return new SensorNoise(shot, Math.exp(read));
  }

  /** Adds noise in place to values of 0 or more. */
  void addTo(float[] light, RandomGenerator random) {
    for (int i = 0; i < light.length; i++) {
      light[i] += (float) (Math.sqrt(shot * light[i] + read) * random.nextGaussian());
    }
  }
}
