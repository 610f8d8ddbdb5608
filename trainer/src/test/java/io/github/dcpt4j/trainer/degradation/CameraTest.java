package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way from a picture to what a sensor saw, and back. */
class CameraTest {

  @ParameterizedTest
  @EnumSource
  void aToneCurveAndItsInverseGiveTheValueBack(ToneCurve tone) {
    for (int step = 0; step <= 255; step++) {
      float value = step / 255f;
      assertThat(tone.toEncoded(tone.toLight(value))).isCloseTo(value, within(0.1f / 255));
    }
    assertThat(tone.toLight(-1)).isCloseTo(0, within(1e-9f));
    assertThat(tone.toEncoded(2)).isEqualTo(1);
  }

  @Test
  void gammaIsThatOfAScreen() {
    assertThat(ToneCurve.GAMMA.toLight(0.5f)).isCloseTo(0.2176f, within(1e-4f));
    assertThat(ToneCurve.CONTRAST.toLight(0.5f)).isCloseTo(0.2176f, within(1e-4f));
    assertThat(ToneCurve.CONTRAST.toLight(0.25f)).isGreaterThan(ToneCurve.GAMMA.toLight(0.25f));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.02f, 0.3f, 0.7f, 0.9f, 1})
  void aGreyPictureIsDevelopedToItself(float grey) {
    try (Mat flat = TestPhotographs.flat(16, 12, grey)) {
      for (int seed = 0; seed < 20; seed++) {
        Camera camera = Camera.draw(new SplittableRandom(seed));
        Pixels developed = camera.develop(camera.mosaic(Pixels.of(flat)));
        for (float value : developed.values()) {
          assertThat(value).isCloseTo(grey, within(1.5f / 255));
        }
      }
    }
  }

  @Test
  void colourIsDevelopedToItself() {
    float[] values = new float[3 * 10 * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = new float[] {0.6f, 0.4f, 0.3f}[i % 3];
    }
    for (int seed = 0; seed < 20; seed++) {
      Camera camera = Camera.draw(new SplittableRandom(seed));
      float[] developed = camera.develop(camera.mosaic(new Pixels(10, 8, 3, values))).values();
      for (int i = 0; i < values.length; i++) {
        assertThat(developed[i]).isCloseTo(values[i], within(1.5f / 255));
      }
    }
  }

  @Test
  void noiseOfASensorHasTheVarianceOfItsLight() {
    float[] dark = new float[40_000];
    float[] bright = new float[40_000];
    Arrays.fill(bright, 0.5f);
    SensorNoise noise = new SensorNoise(0.01, 0.0004);
    noise.addTo(dark, new SplittableRandom(1));
    noise.addTo(bright, new SplittableRandom(2));
    assertThat(variance(dark)).isCloseTo(0.0004, within(0.00002));
    assertThat(variance(bright)).isCloseTo(0.0054, within(0.0002));
  }

  @Test
  void shotAndReadNoiseGoTogetherAsPublished() {
    double[] offsets = new double[2000];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < offsets.length; i++) {
      SensorNoise noise = SensorNoise.draw(new Range(5e-5, 0.012), random);
      assertThat(noise.shot()).isBetween(5e-5, 0.012);
      offsets[i] = Math.log(noise.read()) - 2.18 * Math.log(noise.shot());
    }
    assertThat(Arrays.stream(offsets).average().orElseThrow()).isCloseTo(1.2, within(0.02));
  }

  private static double variance(float[] values) {
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += value * value;
    }
    double mean = sum / values.length;
    return squares / values.length - mean * mean;
  }
}
