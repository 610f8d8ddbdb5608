package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class RecordedLayersTest {

  private static final int SIDE = 24;

  @Test
  void rainAddsTheLayersLightAndDarkensNothing() {
    try (Mat clean = grey(0.25);
        Mat layer = oneBrightColumn(SIDE);
        Mat spoilt = RecordedLayers.rain(List.of(layer)).apply(clean, new SplittableRandom(1))) {
      float[] values = Pixels.of(spoilt).values();
      long brighter = IntStream.range(0, values.length).filter(i -> values[i] > 0.26).count();

      assertThat(brighter).isEqualTo(3 * SIDE);
      assertThat(IntStream.range(0, values.length).filter(i -> values[i] < 0.248)).isEmpty();
    }
  }

  @Test
  void snowHidesAsMuchOfThePictureAsTheLayerSaysAndNeverClips() {
    try (Mat clean = grey(0.8);
        Mat layer = oneBrightColumn(SIDE);
        Mat spoilt = RecordedLayers.snow(List.of(layer)).apply(clean, new SplittableRandom(1))) {
      float[] values = Pixels.of(spoilt).values();
      float[] snowy = new float[values.length];
      int count = 0;
      for (float value : values) {
        if (Math.abs(value - 0.8) > 0.01) {
          snowy[count++] = value;
        }
      }

      assertThat(count).isEqualTo(3 * SIDE);
      // The layer's 0.4 is taken 0.4 to 1.2 times, and of the 0.2 that are missing to white.
      assertThat(Arrays.copyOf(snowy, count)).containsOnly(snowy[0]);
      assertThat(snowy[0]).isBetween(0.8f + 0.16f * 0.2f - 0.003f, 0.8f + 0.48f * 0.2f + 0.003f);
    }
  }

  @Test
  void onlyRainAndSnowFall() {
    try (Mat layer = oneBrightColumn(SIDE)) {
      assertThat(RecordedLayers.of("rain", List.of(layer)).label()).isEqualTo("rain");
      assertThat(RecordedLayers.of("snow", List.of(layer)).label()).isEqualTo("snow");
      assertThatThrownBy(() -> RecordedLayers.of("haze", List.of(layer)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("haze");
    }
  }

  @Test
  void smallLayerGoesOnAsItsReflection() {
    try (Mat clean = grey(0);
        Mat layer = oneBrightColumn(SIDE / 2);
        Mat spoilt = RecordedLayers.rain(List.of(layer)).apply(clean, new SplittableRandom(2))) {
      float[] firstRow = new float[SIDE];
      float[] values = Pixels.of(spoilt).values();
      IntStream.range(0, SIDE).forEach(x -> firstRow[x] = values[3 * x]);

      assertThat(IntStream.range(0, SIDE).filter(x -> firstRow[x] > 0)).hasSize(2);
    }
  }

  @Test
  void sameChanceGivesTheSamePicture() {
    try (Mat clean = grey(0.5);
        Mat layer = oneBrightColumn(2 * SIDE)) {
      RecordedLayers rain = RecordedLayers.rain(List.of(layer));
      try (Mat one = rain.apply(clean, new SplittableRandom(3));
          Mat two = rain.apply(clean, new SplittableRandom(3))) {
        assertThat(Pixels.of(one).values()).containsExactly(Pixels.of(two).values());
      }
    }
  }

  @Test
  void withoutALayerThereIsNoRain() {
    assertThatThrownBy(() -> RecordedLayers.rain(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one layer");
  }

  @Test
  void layerOfAnotherTypeIsRefused() {
    try (Mat colours = grey(0)) {
      assertThatThrownBy(() -> RecordedLayers.rain(List.of(colours)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("CV_32FC1");
    }
  }

  private static Mat grey(double value) {
    try (Scalar all = new Scalar(value, value, value, 0)) {
      return new Mat(SIDE, SIDE, CV_32FC3, all);
    }
  }

  private static Mat oneBrightColumn(int side) {
    float[] light = new float[side * side];
    IntStream.range(0, side).forEach(row -> light[row * side + side / 2] = 0.4f);
    Mat layer = new Pixels(side, side, 1, light).toMat();
    assertThat(layer.type()).isEqualTo(CV_32FC1);
    return layer;
  }
}
