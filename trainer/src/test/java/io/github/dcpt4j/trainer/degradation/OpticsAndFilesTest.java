package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lenses, sensors and files do to a picture. */
class OpticsAndFilesTest {

  private static final double ROUNDING = 0.5 / 255 + 1e-5;

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 6, 9})
  void anApertureKeepsTheLightAndSpreadsItEvenlyWithinItsShape(int blades) {
    double radius = 7.3;
    try (Mat kernel = new ApertureKernel(blades, 0.4).ofRadius(radius)) {
      float[] weights = TestPhotographs.values(kernel);
      int side = kernel.cols();
      double sum = 0;
      double x = 0;
      double y = 0;
      for (int i = 0; i < weights.length; i++) {
        double right = i % side - side / 2;
        double down = i / side - side / 2;
        sum += weights[i];
        x += weights[i] * right;
        y += weights[i] * down;
        if (Math.hypot(right, down) > radius + 1) {
          assertThat(weights[i]).isZero();
        }
      }
      double area =
          blades == 0
              ? Math.PI * radius * radius
              : blades / 2.0 * radius * radius * Math.sin(2 * Math.PI / blades);
      assertThat(side % 2).isOne();
      assertThat(sum).isCloseTo(1, within(1e-5));
      assertThat(Math.hypot(x, y)).isLessThan(0.1);
      assertThat(1 / weights[weights.length / 2]).isCloseTo((float) area, within(3f));
    }
  }

  @Test
  void anApertureWithoutWidthLeavesAPoint() {
    try (Mat kernel = new ApertureKernel(0, 0).ofRadius(0)) {
      assertThat(TestPhotographs.values(kernel)).containsExactly(1);
    }
  }

  @Test
  void defocusKeepsAFlatPictureAndSmoothsStructureInSomePlaces() {
    int sharpSomewhere = 0;
    for (int seed = 0; seed < 30; seed++) {
      try (Mat flat = TestPhotographs.flat(50, 50, 0.4f);
          Mat blurredFlat = new Defocus().apply(flat, new SplittableRandom(seed));
          Mat clean = TestPhotographs.clean(80, 80);
          Mat blurred = new Defocus().apply(clean, new SplittableRandom(seed))) {
        assertThat(TestPhotographs.meanSquare(flat, blurredFlat)).isLessThan(ROUNDING * ROUNDING);
        assertThat(TestPhotographs.roughness(blurred)).isLessThan(TestPhotographs.roughness(clean));
        sharpSomewhere += untouched(clean, blurred) > 0.02 ? 1 : 0;
      }
    }
    assertThat(sharpSomewhere).isBetween(10, 30);
  }

  @Test
  void aDefocusedPatchKeepsItsBrightness() {
    for (int seed = 0; seed < 20; seed++) {
      try (Mat photograph = TestPhotographs.photograph(200, 150);
          PatchPair pair = new Defocus().sample(photograph, 64, new SplittableRandom(seed))) {
        assertThat(TestPhotographs.mean(pair.input()))
            .isCloseTo(TestPhotographs.mean(pair.target()), within(0.03));
      }
    }
  }

  @Test
  void jpegLosesTheMoreTheLowerTheQuality() {
    try (Mat clean = TestPhotographs.clean(96, 96);
        Mat poor = new Jpeg(10, 10).apply(clean, new SplittableRandom(1));
        Mat fair = new Jpeg(50, 50).apply(clean, new SplittableRandom(1));
        Mat good = new Jpeg(100, 100).apply(clean, new SplittableRandom(1))) {
      double lost = TestPhotographs.meanSquare(clean, poor);
      assertThat(lost).isGreaterThan(1.3 * TestPhotographs.meanSquare(clean, fair));
      assertThat(TestPhotographs.meanSquare(clean, fair))
          .isGreaterThan(2 * TestPhotographs.meanSquare(clean, good));
      assertThat(TestPhotographs.mean(good)).isCloseTo(TestPhotographs.mean(clean), within(0.003));
    }
  }

  @Test
  void jpegKeepsTheColoursInTheirOrder() {
    float[] red = new float[3 * 32 * 32];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = 0.9f;
      red[i + 1] = 0.4f;
      red[i + 2] = 0.1f;
    }
    try (Mat clean = new Pixels(32, 32, 3, red).toMat();
        Mat spoiled = new Jpeg().apply(clean, new SplittableRandom(1))) {
      assertThat(TestPhotographs.meanSquare(clean, spoiled)).isLessThan(0.02 * 0.02);
    }
  }

  @Test
  void jpegQualitiesBeyondTheScaleOrOutOfOrderAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Jpeg(0, 50));
    assertThatIllegalArgumentException().isThrownBy(() -> new Jpeg(50, 101));
    assertThatIllegalArgumentException().isThrownBy(() -> new Jpeg(50, 40));
  }

  @Test
  void demosaickingKeepsEachPixelsOwnChannelOfTheRggbPattern() {
    try (Mat clean = TestPhotographs.clean(41, 30);
        Mat spoiled = new Demosaicking().apply(clean, new SplittableRandom(1))) {
      float[] before = TestPhotographs.values(clean);
      float[] after = TestPhotographs.values(spoiled);
      // Within a border of two pixels, where the interpolation copies its neighbours.
      for (int y = 2; y < 28; y++) {
        for (int x = 2; x < 39; x++) {
          int channel = y % 2 == 0 ? (x % 2 == 0 ? 0 : 1) : (x % 2 == 0 ? 1 : 2);
          int at = 3 * (y * 41 + x) + channel;
          assertThat(after[at]).isCloseTo(before[at], within((float) ROUNDING));
        }
      }
    }
  }

  @Test
  void demosaickingLeavesAFlatColourAndHasNoChance() {
    float[] colour = new float[3 * 20 * 20];
    for (int i = 0; i < colour.length; i++) {
      colour[i] = new float[] {0.8f, 0.4f, 0.2f}[i % 3];
    }
    try (Mat clean = new Pixels(20, 20, 3, colour).toMat();
        Mat one = new Demosaicking().apply(clean, new SplittableRandom(1));
        Mat two = new Demosaicking().apply(clean, new SplittableRandom(2))) {
      assertThat(TestPhotographs.meanSquare(clean, one)).isLessThan(ROUNDING * ROUNDING);
      assertThat(TestPhotographs.values(one)).containsExactly(TestPhotographs.values(two));
    }
  }

  @Test
  void scratchesAreAllWhiteOrAllBlackAndTheRestStays() {
    int white = 0;
    for (int seed = 0; seed < 40; seed++) {
      try (Mat clean = TestPhotographs.clean(120, 90);
          Mat scratched = new Inpainting().apply(clean, new SplittableRandom(seed))) {
        float[] before = TestPhotographs.values(clean);
        float[] after = TestPhotographs.values(scratched);
        boolean light = false;
        boolean dark = false;
        int hidden = 0;
        for (int i = 0; i < after.length; i++) {
          if (Math.abs(after[i] - before[i]) > ROUNDING) {
            light |= after[i] == 1;
            dark |= after[i] == 0;
            assertThat(after[i] == 0 || after[i] == 1).isTrue();
            hidden++;
          }
        }
        assertThat(light).isNotEqualTo(dark);
        assertThat((double) hidden / after.length).isBetween(0.01, 0.7);
        white += light ? 1 : 0;
      }
    }
    assertThat(white).isBetween(8, 32);
  }

  private static double untouched(Mat clean, Mat spoiled) {
    float[] before = TestPhotographs.values(clean);
    float[] after = TestPhotographs.values(spoiled);
    int same = 0;
    for (int i = 0; i < before.length; i++) {
      same += Math.abs(after[i] - before[i]) < ROUNDING ? 1 : 0;
    }
    return (double) same / before.length;
  }
}
