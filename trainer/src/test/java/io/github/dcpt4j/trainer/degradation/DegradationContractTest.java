package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every degradation has to keep. */
class DegradationContractTest {

  static List<Degradation> degradations() {
    return Stream.of(
            List.<Degradation>of(new Noise()),
            Degradations.all(),
            Degradations.mixtures(),
            Degradations.cleanOrNot().subList(1, 2),
            Degradations.kindsOfNoise())
        .flatMap(List::stream)
        .toList();
  }

  static List<Degradation> degradationsOfFiles() {
    return degradations().stream()
        .filter(
            kind ->
                !(kind instanceof GaussianNoise || kind instanceof Noise || kind instanceof OneOf))
        .toList();
  }

  @Test
  void theStandardOnesComeInTheOrderOfTheClasses() {
    assertThat(Degradations.standard())
        .extracting(Degradation::label)
        .containsExactly("rain", "noise", "haze", "low-light", "motion-blur");
  }

  @Test
  void allTenComeInTheOrderOfTheTrainingOnTenTasks() {
    assertThat(Degradations.all())
        .extracting(Degradation::label)
        .containsExactly(
            "noise",
            "motion-blur",
            "defocus",
            "jpeg",
            "haze",
            "rain",
            "snow",
            "demosaicking",
            "low-light",
            "inpainting");
  }

  @Test
  void everyLabelFindsItsDegradationAndNoOtherDoes() {
    assertThat(Degradations.labels()).hasSize(21).doesNotHaveDuplicates();
    assertThat(Degradations.labels())
        .allSatisfy(
            label ->
                assertThat(Degradations.byLabel(label))
                    .hasValueSatisfying(found -> assertThat(found.label()).isEqualTo(label)));
    assertThat(Degradations.byLabel("scratches")).isEmpty();
  }

  @Test
  void noiseIsOfEveryKindAmongFiveTasksAndWhiteOfFiftyStrengthsAmongTen() {
    assertThat(Degradations.byLabel("noise", List.of("rain", "noise"))).contains(new Noise());
    assertThat(Degradations.byLabel("noise", List.of("noise", "clean"))).contains(new Noise());
    assertThat(Degradations.byLabel("noise", List.of("noise", "camera-noise")))
        .contains(new Noise());
    assertThat(Degradations.byLabel("noise", List.of("noise", "snow")))
        .hasValueSatisfying(
            noise ->
                assertThat(((GaussianNoise) noise).sigmas())
                    .hasSize(50)
                    .startsWith(1.0, 2.0)
                    .endsWith(50.0));
  }

  @ParameterizedTest
  @MethodSource("degradations")
  void aPictureKeepsItsSizeAndTheCleanOneStaysAsItWas(Degradation degradation) {
    try (Mat clean = TestPhotographs.clean(53, 37);
        Mat before = clean.clone();
        Mat degraded = degradation.apply(clean, new SplittableRandom(1))) {
      assertThat(degraded.cols()).isEqualTo(53);
      assertThat(degraded.rows()).isEqualTo(37);
      assertThat(degraded.type()).isEqualTo(CV_32FC3);
      assertThat(TestPhotographs.values(clean)).containsExactly(TestPhotographs.values(before));
      assertThat(TestPhotographs.meanSquare(clean, degraded)).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("degradations")
  void theSameSeedGivesTheSamePairAndAnotherSeedAnotherOne(Degradation degradation) {
    try (Mat photograph = TestPhotographs.photograph(120, 90);
        PatchPair pair = degradation.sample(photograph, 48, new SplittableRandom(5));
        PatchPair again = degradation.sample(photograph, 48, new SplittableRandom(5));
        PatchPair other = degradation.sample(photograph, 48, new SplittableRandom(6))) {
      assertThat(TestPhotographs.values(again.input()))
          .containsExactly(TestPhotographs.values(pair.input()));
      assertThat(TestPhotographs.values(again.target()))
          .containsExactly(TestPhotographs.values(pair.target()));
      assertThat(TestPhotographs.values(other.input()))
          .isNotEqualTo(TestPhotographs.values(pair.input()));
    }
  }

  @ParameterizedTest
  @MethodSource("degradations")
  void aPairHasTheSideThatWasAskedForEvenThatOfTheWholePhotograph(Degradation degradation) {
    try (Mat photograph = TestPhotographs.photograph(81, 64)) {
      for (int seed = 0; seed < 20; seed++) {
        try (PatchPair pair = degradation.sample(photograph, 64, new SplittableRandom(seed))) {
          for (Mat picture : List.of(pair.input(), pair.target())) {
            assertThat(picture.cols()).isEqualTo(64);
            assertThat(picture.rows()).isEqualTo(64);
            assertThat(picture.type()).isEqualTo(CV_32FC3);
          }
          for (float value : TestPhotographs.values(pair.target())) {
            assertThat(value).isBetween(0f, 1f);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("degradationsOfFiles")
  void allButNoiseGiveWhatAnEightBitFileCanHold(Degradation degradation) {
    try (Mat clean = TestPhotographs.clean(40, 40);
        Mat degraded = degradation.apply(clean, new SplittableRandom(2))) {
      for (float value : TestPhotographs.values(degraded)) {
        assertThat(value).isBetween(0f, 1f);
        assertThat(Math.abs(value * 255 - Math.round(value * 255))).isLessThan(1e-3f);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("degradations")
  void aPhotographThatIsTooSmallOrOfAnotherTypeIsRefused(Degradation degradation) {
    try (Mat photograph = TestPhotographs.photograph(40, 30);
        Mat floats = TestPhotographs.clean(40, 40)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> degradation.sample(photograph, 31, new SplittableRandom(1)))
          .withMessageContaining("40x30");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> degradation.sample(floats, 16, new SplittableRandom(1)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> degradation.apply(photograph, new SplittableRandom(1)));
    }
  }

  @ParameterizedTest
  @MethodSource("degradations")
  void nativeMemoryDoesNotGrow(Degradation degradation) {
    SplittableRandom random = new SplittableRandom(3);
    try (Mat photograph = TestPhotographs.photograph(96, 96)) {
      for (int i = 0; i < 50; i++) {
        degradation.sample(photograph, 32, random).close();
      }
      long before = Pointer.totalCount();
      for (int i = 0; i < 300; i++) {
        degradation.sample(photograph, 32, random).close();
      }
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
  }
}
