package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class SnowTest {

  private static final int SIDE = 100;

  @Test
  void brightensADarkSceneAndDoesNotBlindIt() {
    int thin = 0;
    for (int seed = 0; seed < 40; seed++) {
      try (Mat dark = TestPhotographs.flat(SIDE, SIDE, 0.1f);
          Mat snowy = new Snow().apply(dark, new SplittableRandom(seed))) {
        for (float value : TestPhotographs.values(snowy)) {
          assertThat(value).isBetween(0.098f, 1f);
        }
        double mean = TestPhotographs.mean(snowy);
        assertThat(mean).isBetween(0.101, 0.6);
        thin += mean < 0.25 ? 1 : 0;
      }
    }
    assertThat(thin).isBetween(15, 40);
  }

  @Test
  void flakesHideNoMoreThanTheirOpacityAndOnlyTheirPart() {
    float[] clearness = new float[SIDE * SIDE];
    Arrays.fill(clearness, 1);
    FlakeLayer layer =
        new FlakeLayer(0, 0, 0.001, new Range(3, 3), new Range(0, 0), 0.5, new Range(0.5, 0.5));

    layer.cover(clearness, SIDE, SIDE, new SplittableRandom(1));

    int half = 0;
    int clear = 0;
    for (float part : clearness) {
      half += Math.abs(part - 0.5f) < 1e-6 ? 1 : 0;
      clear += part == 1 ? 1 : 0;
    }
    // About ten discs of 28 pixels, the edges of which are softer.
    assertThat(half).isBetween(50, 300);
    assertThat(clear).isGreaterThan(SIDE * SIDE * 8 / 10);
  }

  @Test
  void aMovingFlakeIsLongAlongItsFallAndFaintAtItsEnds() {
    float[] clearness = new float[SIDE * SIDE];
    Arrays.fill(clearness, 1);
    FlakeLayer layer =
        new FlakeLayer(0, 0, 0.0002, new Range(2, 2), new Range(24, 24), 0.5, new Range(1, 1));

    layer.cover(clearness, SIDE, SIDE, new SplittableRandom(4));

    double down = 0;
    double across = 0;
    for (int y = 0; y < SIDE - 8; y++) {
      for (int x = 0; x < SIDE - 8; x++) {
        double here = 1 - clearness[y * SIDE + x];
        down += here * (1 - clearness[(y + 8) * SIDE + x]);
        across += here * (1 - clearness[y * SIDE + x + 8]);
      }
    }
    assertThat(down).isGreaterThan(3 * across).isPositive();
    assertThat(faint(clearness)).isGreaterThan(10);
  }

  private static int faint(float[] clearness) {
    int faint = 0;
    for (float part : clearness) {
      faint += part > 0.3 && part < 0.7 ? 1 : 0;
    }
    return faint;
  }
}
