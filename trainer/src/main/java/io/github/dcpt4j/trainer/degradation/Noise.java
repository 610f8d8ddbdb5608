package io.github.dcpt4j.trainer.degradation;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Noise of every kind that a network for photographs has to know: {@link GaussianNoise white noise}
 * as benchmarks add it, and {@link CameraNoise that of cameras}.
 *
 * <p>A little less than half is white: of a strength of 15, 25 or 50 in three of five, else of any
 * up to 55 of 255; clipped to 8 bits in half of the pictures, now and then grey. The rest is {@link
 * CameraPicture that of cameras}, from hardly visible on.
 */
public record Noise() implements Degradation {

  private static final double WHITE = 0.45;
  private static final double BENCHMARK = 0.6;
  private static final List<Double> BENCHMARK_SIGMAS = List.of(15.0, 25.0, 50.0);
  private static final Range SIGMA = new Range(0, 55);
  private static final double GREY = 0.1;
  private static final Degradation CAMERA = new CameraPicture();

  @Override
  public String label() {
    return "noise";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    return random.nextDouble() < WHITE
        ? white(Pixels.ofPicture(clean), random)
        : CAMERA.apply(clean, random);
  }

  private static Mat white(Pixels picture, RandomGenerator random) {
    double sigma =
        random.nextDouble() < BENCHMARK
            ? BENCHMARK_SIGMAS.get(random.nextInt(BENCHMARK_SIGMAS.size()))
            : SIGMA.draw(random);
    if (random.nextDouble() < GREY) {
      GaussianNoise.addGrey(picture.values(), sigma / 255, random);
    } else {
      GaussianNoise.add(picture.values(), sigma / 255, random);
    }
    return random.nextBoolean() ? picture.toEightBitMat() : picture.toMat();
  }
}
