package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Noise of every kind. */
class NoiseTest {

  private static final int PICTURES = 200;

  @Test
  void isOftenWeakAndNowAndThenStrong() {
    double[] deviations = new double[PICTURES];
    try (Mat clean = TestPhotographs.clean(48, 48)) {
      for (int seed = 0; seed < PICTURES; seed++) {
        try (Mat noisy = new Noise().apply(clean, new SplittableRandom(seed))) {
          deviations[seed] = 255 * Math.sqrt(TestPhotographs.meanSquare(clean, noisy));
        }
      }
    }
    Arrays.sort(deviations);
    assertThat(deviations[PICTURES / 4]).isLessThan(8);
    assertThat(deviations[PICTURES - 10]).isBetween(40.0, 55.0);
  }

  @Test
  void isInPartBeyondWhatFilesHoldAsThatOfBenchmarksIs() {
    int unclipped = 0;
    try (Mat clean = TestPhotographs.flat(32, 32, 0.98f)) {
      for (int seed = 0; seed < PICTURES; seed++) {
        try (Mat noisy = new Noise().apply(clean, new SplittableRandom(seed))) {
          float brightest = 0;
          for (float value : TestPhotographs.values(noisy)) {
            brightest = Math.max(brightest, value);
          }
          unclipped += brightest > 1.001f ? 1 : 0;
        }
      }
    }
    assertThat(unclipped).isBetween(PICTURES / 8, PICTURES / 3);
  }

  @Test
  void ofACameraIsSmoothAndMoreOfBrightnessThanOfColour() {
    double smooth = 0;
    double coloured = 0;
    for (int seed = 0; seed < 60; seed++) {
      Pixels picture = grey(64);
      new CameraNoise(new Range(1e-3, 1e-3)).addTo(picture, new SplittableRandom(seed));
      smooth += neighbours(picture) / 60;
      coloured += colour(picture) / 60;
    }
    assertThat(smooth).isBetween(0.4, 0.75);
    assertThat(coloured).isBetween(0.2, 0.8);
  }

  @Test
  void ofACameraLeavesClippedLightsClipped() {
    Pixels white = new Pixels(16, 16, 3, new float[3 * 16 * 16]);
    Arrays.fill(white.values(), 1);
    for (int seed = 0; seed < 20; seed++) {
      Camera camera = Camera.draw(new SplittableRandom(seed));
      for (float value : camera.develop(camera.mosaic(white)).values()) {
        assertThat(value).isGreaterThan(0.999f);
      }
    }
  }

  private static Pixels grey(int side) {
    float[] values = new float[3 * side * side];
    Arrays.fill(values, 0.5f);
    return new Pixels(side, side, 3, values);
  }

  /** Correlation of green with its right neighbour, of a picture that was 0.5 everywhere. */
  private static double neighbours(Pixels picture) {
    float[] values = picture.values();
    double together = 0;
    double alone = 0;
    for (int i = 1; i < values.length - 3; i += 3) {
      double here = values[i] - 0.5;
      together += here * (values[i + 3] - 0.5);
      alone += here * here;
    }
    return together / alone;
  }

  /** Deviation of Cb against that of Y. */
  private static double colour(Pixels picture) {
    float[] values = picture.values();
    double blue = 0;
    double grey = 0;
    for (int i = 0; i < values.length; i += 3) {
      double y = 0.299 * values[i] + 0.587 * values[i + 1] + 0.114 * values[i + 2] - 0.5;
      blue += Math.pow(0.564 * (values[i + 2] - 0.5 - y), 2);
      grey += y * y;
    }
    return Math.sqrt(blue / grey);
  }
}
