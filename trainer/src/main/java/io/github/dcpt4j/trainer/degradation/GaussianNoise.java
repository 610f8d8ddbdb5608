package io.github.dcpt4j.trainer.degradation;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * White Gaussian noise, neither clipped nor rounded, as the usual benchmarks add it.
 *
 * @param sigmas the standard deviations to choose from, on the scale 0..255
 */
public record GaussianNoise(List<Double> sigmas) implements Degradation {

  /**
   * Checks the deviations.
   *
   * @throws IllegalArgumentException if there is none, or one is negative or not finite
   */
  public GaussianNoise {
    sigmas = List.copyOf(sigmas);
    if (sigmas.isEmpty()
        || !sigmas.stream().allMatch(sigma -> sigma >= 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Noise needs standard deviations of 0 or more, not " + sigmas);
    }
  }

  /** The three strengths of the published training: 15, 25 and 50. */
  public GaussianNoise() {
    this(List.of(15.0, 25.0, 50.0));
  }

  @Override
  public String label() {
    return "noise";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels pixels = Pixels.ofPicture(clean);
    add(pixels.values(), sigmas.get(random.nextInt(sigmas.size())) / 255, random);
    return pixels.toMat();
  }

  /** Adds noise of a deviation to values in place. */
  static void add(float[] values, double sigma, RandomGenerator random) {
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (sigma * random.nextGaussian());
    }
  }

  /** Adds the same noise to the three values of each pixel in place. */
  static void addGrey(float[] values, double sigma, RandomGenerator random) {
    for (int i = 0; i < values.length; i += 3) {
      float grey = (float) (sigma * random.nextGaussian());
      for (int channel = 0; channel < 3; channel++) {
        values[i + channel] += grey;
      }
    }
  }
}
