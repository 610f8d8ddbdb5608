package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** How a spoilt patch differs from its clean one. */
class PatchStatisticsTest {

  @Test
  void whiteNoiseHasItsStrengthAndNeighboursOfItsOwn() {
    try (PatchPair pair = noisy(new GaussianNoise(List.of(10.0)))) {
      PatchStatistics white = PatchStatistics.of(pair);
      assertThat(white.psnr()).isCloseTo(20 * Math.log10(25.5), within(0.1));
      assertThat(white.deviation()).isCloseTo(10, within(0.2));
      assertThat(white.neighbour()).isCloseTo(0, within(0.03));
      assertThat(white.second()).isCloseTo(0, within(0.03));
      assertThat(white.redGreen()).isCloseTo(0, within(0.03));
      // Cb is 0.564 (B - Y): its variance is 0.389 where that of Y is 0.447.
      assertThat(white.colour()).isCloseTo(0.93, within(0.03));
    }
  }

  @Test
  void greyNoiseIsTheSameInAllColours() {
    Mat target = TestPhotographs.flat(64, 64, 0.5f);
    Pixels picture = Pixels.of(target);
    GaussianNoise.addGrey(picture.values(), 0.02, new SplittableRandom(1));
    try (PatchPair pair = new PatchPair(picture.toMat(), target)) {
      PatchStatistics grey = PatchStatistics.of(pair);
      assertThat(grey.redGreen()).isCloseTo(1, within(1e-3));
      assertThat(grey.colour()).isCloseTo(0, within(1e-2));
    }
  }

  @Test
  void aSmoothChangeOfBrightnessIsNoNoise() {
    try (PatchPair pair =
        new PatchPair(TestPhotographs.flat(64, 64, 0.3f), TestPhotographs.flat(64, 64, 0.5f))) {
      PatchStatistics darker = PatchStatistics.of(pair);
      assertThat(darker.psnr()).isCloseTo(20 * Math.log10(5), within(0.01));
      assertThat(darker.deviation()).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void thereIsNoDifferenceBetweenEqualPictures() {
    try (PatchPair pair =
        new PatchPair(TestPhotographs.clean(32, 32), TestPhotographs.clean(32, 32))) {
      PatchStatistics none = PatchStatistics.of(pair);
      assertThat(none.psnr()).isInfinite();
      assertThat(none.deviation()).isZero();
      assertThat(none.neighbour()).isNaN();
      assertThat(none.colour()).isNaN();
    }
  }

  private static PatchPair noisy(Degradation noise) {
    Mat target = TestPhotographs.flat(128, 128, 0.5f);
    return new PatchPair(noise.apply(target, new SplittableRandom(2)), target);
  }
}
