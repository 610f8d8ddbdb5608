package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Too little light on the sensor. */
class UnderexposureTest {

  @Test
  void scalesLinearLight() {
    double sum = 0;
    for (int seed = 0; seed < 40; seed++) {
      sum += mean(new Underexposure(0.1, true, 1), 0.5f, seed) / 40;
    }
    // 0.5 * 0.1^(1 / 2.2) is 0.176; the contrast curve of some pictures makes it darker.
    assertThat(sum).isBetween(0.12, 0.18);
  }

  @Test
  void lampsStayBrightWhereWhiteWallsTurnGrey() {
    double wall = mean(new Underexposure(0.05, true, 1), 1, 3);
    double lamp = mean(new Underexposure(0.05, true, 20), 1, 3);
    assertThat(wall).isLessThan(0.35);
    assertThat(lamp).isCloseTo(1, within(0.1));
  }

  @Test
  void whatIsDarkInPartKeepsTheBrightnessOfTheRest() {
    int both = 0;
    for (int seed = 0; seed < 20; seed++) {
      try (Mat clean = TestPhotographs.flat(64, 64, 0.6f);
          Mat dark =
              new Underexposure(0.05, false, 1)
                  .apply(Pixels.of(clean), new SplittableRandom(seed))) {
        int untouched = 0;
        int black = 0;
        float[] values = TestPhotographs.values(dark);
        for (float value : values) {
          untouched += value > 0.5f ? 1 : 0;
          black += value < 0.3f ? 1 : 0;
        }
        both += untouched > values.length / 10 && black > values.length / 10 ? 1 : 0;
      }
    }
    assertThat(both).isGreaterThan(10);
  }

  private static double mean(Underexposure exposure, float grey, int seed) {
    try (Mat clean = TestPhotographs.flat(32, 32, grey);
        Mat dark = exposure.apply(Pixels.of(clean), new SplittableRandom(seed))) {
      return TestPhotographs.mean(dark);
    }
  }
}
