package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class MixtureTest {

  /** Replaces every value. */
  private record Paint(String label, float from, float to) implements Degradation {

    @Override
    public Mat apply(Mat clean, RandomGenerator random) {
      float value = TestPhotographs.values(clean)[0];
      assertThat(value).isEqualTo(from);
      return TestPhotographs.flat(clean.cols(), clean.rows(), to);
    }
  }

  @Test
  void eachStepWorksOnWhatTheOneBeforeItMade() {
    Mixture mixture =
        new Mixture(
            "c+a+b",
            List.of(
                new Paint("a", 0.1f, 0.2f),
                new Paint("b", 0.2f, 0.3f),
                new Paint("c", 0.3f, 0.4f)));
    try (Mat clean = TestPhotographs.flat(8, 8, 0.1f);
        Mat spoiled = mixture.apply(clean, new SplittableRandom(1))) {
      assertThat(TestPhotographs.values(spoiled)).containsOnly(0.4f);
      assertThat(TestPhotographs.values(clean)).containsOnly(0.1f);
    }
  }

  @Test
  void theTargetOfAPatchIsThatOfTheFirstStep() {
    Mixture mixture = new Mixture("haze+rain", List.of(new Haze(), new Rain()));
    try (Mat photograph = TestPhotographs.photograph(90, 80);
        PatchPair mixed = mixture.sample(photograph, 48, new SplittableRandom(5));
        PatchPair hazy = new Haze().sample(photograph, 48, new SplittableRandom(5))) {
      assertThat(TestPhotographs.values(mixed.target()))
          .containsExactly(TestPhotographs.values(hazy.target()));
      float[] withRain = TestPhotographs.values(mixed.input());
      float[] without = TestPhotographs.values(hazy.input());
      assertThat(withRain).isNotEqualTo(without);
      for (int i = 0; i < without.length; i++) {
        assertThat(withRain[i]).isGreaterThanOrEqualTo(without[i] - 1e-6f);
      }
    }
  }

  @Test
  void aDarkExposureComesLastSoThatHazeAndRainAreDarkAsWell() {
    for (String label : List.of("low-light+haze", "low-light+rain", "low-light+haze+snow")) {
      try (Mat clean = TestPhotographs.clean(60, 60);
          Mat dark =
              Degradations.byLabel(label).orElseThrow().apply(clean, new SplittableRandom(3))) {
        assertThat(TestPhotographs.mean(dark)).isLessThan(0.35);
      }
    }
  }

  @Test
  void theLabelNamesTheStepsInAnyOrderAndNothingElse() {
    List<Degradation> steps = List.of(new Haze(), new LowLight());
    assertThat(new Mixture("low-light+haze", steps).label()).isEqualTo("low-light+haze");
    assertThatIllegalArgumentException().isThrownBy(() -> new Mixture("haze+rain", steps));
    assertThatIllegalArgumentException().isThrownBy(() -> new Mixture("haze", List.of(new Haze())));
  }
}
