package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Rain: three of five pictures as benchmarks add it to photographs, the others as cameras see it,
 * semi-transparent and behind a veil that grows with distance.
 */
public final class Rain implements Degradation {

  private static final double ADDED = 0.6;
  private static final Degradation ADDED_RAIN = new AddedRain();
  private static final Degradation RAIN_IN_AIR = new RainInAir();

  @Override
  public String label() {
    return "rain";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Degradation look = random.nextDouble() < ADDED ? ADDED_RAIN : RAIN_IN_AIR;
    return look.apply(clean, random);
  }
}
