package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

/** What each degradation does to a picture. */
class DegradationPropertiesTest {

  private static final double ROUNDING = 0.5 / 255 + 1e-5;

  @Test
  void addedRainNeverDarkensAndOftenLeavesMostOfAPictureDry() {
    int dry = 0;
    for (int seed = 0; seed < 40; seed++) {
      try (Mat clean = TestPhotographs.clean(60, 60);
          Mat rainy = new AddedRain().apply(clean, new SplittableRandom(seed))) {
        float[] before = TestPhotographs.values(clean);
        float[] after = TestPhotographs.values(rainy);
        int untouched = 0;
        for (int i = 0; i < before.length; i++) {
          assertThat((double) after[i]).isGreaterThanOrEqualTo(before[i] - ROUNDING);
          untouched += after[i] - before[i] < ROUNDING ? 1 : 0;
        }
        dry += untouched > before.length / 2 ? 1 : 0;
      }
    }
    assertThat(dry).isGreaterThan(12);
  }

  @Test
  void aRainStreakFollowsItsAngle() {
    RainLayer layer = new RainLayer(Math.PI / 6, 0, 0.05, 30, 0, 1.5, 0, 0, 1, 0, 0);
    int size = 120;
    float[] light = new float[size * size];
    layer.paint(light, size, size, new SplittableRandom(1));
    // Shifted along the fall the layer resembles itself; shifted along its mirror image it does
    // not.
    double along = 0;
    double mirrored = 0;
    for (int y = 0; y < size - 10; y++) {
      for (int x = 6; x < size - 6; x++) {
        along += light[y * size + x] * light[(y + 10) * size + x + 6];
        mirrored += light[y * size + x] * light[(y + 10) * size + x - 6];
      }
    }
    assertThat(along).isGreaterThan(3 * mirrored);
  }

  @Test
  void noiseHasTheDeviationAskedForAndIsNeitherClippedNorRounded() {
    for (double sigma : new double[] {15, 25, 50}) {
      try (Mat clean = TestPhotographs.flat(100, 100, 0.98f);
          Mat noisy = new GaussianNoise(List.of(sigma)).apply(clean, new SplittableRandom(4))) {
        assertThat(Math.sqrt(TestPhotographs.meanSquare(clean, noisy)) * 255)
            .isCloseTo(sigma, within(0.02 * sigma));
        assertThat(TestPhotographs.mean(noisy)).isCloseTo(0.98, within(0.004));
        float brightest = 0;
        for (float value : TestPhotographs.values(noisy)) {
          brightest = Math.max(brightest, value);
        }
        assertThat(brightest).isGreaterThan(1.05f);
      }
    }
  }

  @Test
  void noiseWithoutOrWithNegativeStrengthIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new GaussianNoise(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> new GaussianNoise(List.of(-1.0)));
  }

  @Test
  void aVeilTendsToTheAirlightWithDistanceAndIsNothingAtHand() {
    float[] airlight = {0.8f, 0.9f, 1};
    Pixels scene = new Pixels(3, 1, 3, new float[] {.2f, .4f, .6f, .2f, .4f, .6f, .2f, .4f, .6f});
    Veil.over(scene, new float[] {0, 1, 200}, airlight);
    float[] values = scene.values();
    double through = Math.exp(-1);
    for (int c = 0; c < 3; c++) {
      double clean = 0.2 * (c + 1);
      assertThat(values[c]).isCloseTo((float) clean, within(1e-6f));
      assertThat(values[3 + c])
          .isCloseTo((float) (airlight[c] + (clean - airlight[c]) * through), within(1e-6f));
      assertThat(values[6 + c]).isCloseTo(airlight[c], within(1e-6f));
    }
  }

  @Test
  void hazeBrightensADarkSceneFromHardlyToAlmostToTheAirlight() {
    double least = 1;
    double most = 0;
    for (int seed = 0; seed < 100; seed++) {
      try (Mat dark = TestPhotographs.flat(60, 40, 0.1f);
          Mat hazy = new Haze().apply(dark, new SplittableRandom(seed))) {
        double mean = TestPhotographs.mean(hazy);
        least = Math.min(least, mean);
        most = Math.max(most, mean);
      }
    }
    assertThat(least).isBetween(0.1, 0.2);
    assertThat(most).isBetween(0.6, 1.0);
  }

  @Test
  void depthIsNeverNegativeAndAWindowSeesThatOfItsPlace() {
    try (Mat clean = TestPhotographs.clean(64, 48)) {
      Pixels overview = Pixels.of(clean);
      DepthGuess guess = DepthGuess.draw(overview, new SplittableRandom(11));
      float[] whole = guess.at(overview, 0, 0, 1, 1);
      Pixels corner = crop(overview, 20, 10, 16);
      float[] part = guess.at(corner, 20, 10, 1, 1);
      for (int y = 0; y < 16; y++) {
        for (int x = 0; x < 16; x++) {
          assertThat(part[y * 16 + x])
              .isNotNegative()
              .isCloseTo(whole[(y + 10) * 64 + x + 20], within(1e-3f));
        }
      }
    }
  }

  @Test
  void lowLightMostlyKeepsALittleOfTheBrightnessAndNeverAddsSome() {
    int dark = 0;
    for (int seed = 0; seed < 60; seed++) {
      try (Mat clean = TestPhotographs.clean(60, 60);
          Mat spoiled = new LowLight().apply(clean, new SplittableRandom(seed))) {
        double kept = TestPhotographs.mean(spoiled) / TestPhotographs.mean(clean);
        assertThat(kept).isBetween(0.02, 1.02);
        dark += kept < 0.4 ? 1 : 0;
      }
    }
    assertThat(dark).isBetween(35, 58);
  }

  @Test
  void lowLightKeepsThePartAskedFor() {
    LowLight half = new LowLight(new Range(0.5, 0.5));
    for (int seed = 0; seed < 10; seed++) {
      try (Mat clean = TestPhotographs.flat(40, 40, 0.45f);
          Mat dark = half.apply(clean, new SplittableRandom(seed))) {
        assertThat(TestPhotographs.mean(dark)).isCloseTo(0.225, within(0.02));
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new LowLight(new Range(0, 0.5)));
  }

  @Test
  void lowLightHasSensorNoiseThatDiffersFromPixelToPixel() {
    for (int seed = 0; seed < 10; seed++) {
      try (Mat flat = TestPhotographs.flat(64, 64, 0.6f);
          Mat dark = new LowLight().apply(flat, new SplittableRandom(seed))) {
        assertThat(TestPhotographs.roughness(dark) / (3 * 64 * 64)).isBetween(0.0005, 0.05);
      }
    }
  }

  @Test
  void lowLightIsTaughtOnWellExposedTargets() {
    try (Mat dim = TestPhotographs.flat(64, 64, 0.15f);
        Mat photograph = new Mat()) {
      dim.convertTo(photograph, CV_8U, 255, 0);
      try (PatchPair pair = new LowLight().sample(photograph, 32, new SplittableRandom(1))) {
        assertThat(TestPhotographs.mean(pair.target())).isBetween(0.29, 0.56);
        assertThat(TestPhotographs.mean(pair.input())).isLessThan(0.2);
      }
    }
  }

  @Test
  void blurKeepsAFlatPictureAndSmoothsStructure() {
    int smoother = 0;
    for (int seed = 0; seed < 30; seed++) {
      try (Mat flat = TestPhotographs.flat(50, 50, 0.4f);
          Mat blurredFlat = new MotionBlur().apply(flat, new SplittableRandom(seed));
          Mat clean = TestPhotographs.clean(80, 80);
          Mat blurred = new MotionBlur().apply(clean, new SplittableRandom(seed))) {
        // Faint camera noise is all that a flat picture gets.
        assertThat(Math.sqrt(TestPhotographs.meanSquare(flat, blurredFlat))).isLessThan(6 / 255.0);
        assertThat(TestPhotographs.mean(blurred))
            .isCloseTo(TestPhotographs.mean(clean), within(0.02));
        smoother += TestPhotographs.roughness(blurred) < TestPhotographs.roughness(clean) ? 1 : 0;
      }
    }
    assertThat(smoother).isGreaterThan(24);
  }

  @Test
  void aCameraPathHasItsLengthAndItsMeanWhereThePictureStands() {
    for (int seed = 0; seed < 50; seed++) {
      CameraPath path = CameraPath.draw(12, 15, new SplittableRandom(seed));
      double walked = 0;
      for (int i = 1; i < 15; i++) {
        CameraPath.Pose from = path.poses().get(i - 1);
        CameraPath.Pose to = path.poses().get(i);
        walked += Math.hypot(to.x() - from.x(), to.y() - from.y());
      }
      assertThat(walked).isCloseTo(12, within(1e-9));
      for (ToDoubleFunction<CameraPath.Pose> part :
          List.<ToDoubleFunction<CameraPath.Pose>>of(
              CameraPath.Pose::x,
              CameraPath.Pose::y,
              CameraPath.Pose::roll,
              CameraPath.Pose::zoom)) {
        double mean = path.poses().stream().mapToDouble(part).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(1e-9));
      }
      assertThat(path.reach()).isBetween(3.0, 12.0);
    }
  }

  @Test
  void blurOfASymmetricalPathIsCentredToATwentiethOfAPixel() {
    int size = 101;
    float[] point = new float[3 * size * size];
    Arrays.fill(point, 3 * (size / 2 * size + size / 2), 3 * (size / 2 * size + size / 2) + 3, 1);
    for (double length : new double[] {2, 7.3, 24}) {
      List<CameraPath.Pose> poses =
          IntStream.rangeClosed(-20, 20)
              .mapToObj(i -> new CameraPath.Pose(length * i / 40, 0.6 * length * i / 40, 0, 0))
              .toList();
      try (Mat light = new Pixels(size, size, 3, point).toMat();
          MovingView view = MovingView.of(light, 0, 0, new SplittableRandom(1));
          Mat blurred = view.mean(new CameraPath(poses))) {
        float[] values = TestPhotographs.values(blurred);
        double sum = 0;
        double right = 0;
        double down = 0;
        for (int i = 0; i < size * size; i++) {
          sum += values[3 * i];
          right += values[3 * i] * (i % size - size / 2);
          down += values[3 * i] * (i / size - size / 2);
        }
        assertThat(right / sum).isCloseTo(0, within(0.05));
        assertThat(down / sum).isCloseTo(0, within(0.05));
      }
    }
  }

  @Test
  void neighbouringInstantsOfAStraightPathAreLessThanAPixelApart() {
    for (double length : new double[] {1, 5, 17.5, 40}) {
      assertThat(length / (CameraPath.denseInstants(length) - 1)).isLessThan(1);
    }
  }

  @Test
  void ofTwoWindowsTheOneWithStructureIsTaken() {
    try (Mat photograph = TestPhotographs.photograph(200, 60);
        Rect left = new Rect(0, 0, 100, 60);
        Mat half = new Mat(photograph, left);
        Scalar grey = new Scalar(128)) {
      half.put(grey);
      int structured = 0;
      int anywhere = 0;
      for (int seed = 0; seed < 200; seed++) {
        structured +=
            PhotographWindow.structured(photograph, 40, 1, new SplittableRandom(seed)).x() > 80
                ? 1
                : 0;
        anywhere +=
            PhotographWindow.random(photograph, 40, 1, new SplittableRandom(seed)).x() > 80 ? 1 : 0;
      }
      assertThat(structured).isGreaterThan(anywhere + 20);
    }
  }

  @Test
  void rainInAirBrightensTheDarkAndDarkensABrightSky() {
    int darkened = 0;
    for (int seed = 0; seed < 20; seed++) {
      try (Mat dark = TestPhotographs.flat(64, 64, 0.2f);
          Mat bright = TestPhotographs.flat(64, 64, 0.97f);
          Mat rainyDark = new RainInAir().apply(dark, new SplittableRandom(seed));
          Mat rainyBright = new RainInAir().apply(bright, new SplittableRandom(seed))) {
        assertThat(TestPhotographs.mean(rainyDark)).isGreaterThan(0.2);
        darkened += TestPhotographs.mean(rainyBright) < 0.97 ? 1 : 0;
      }
    }
    assertThat(darkened).isGreaterThan(15);
  }

  @Test
  void aBlurredPictureIsHardlyEverShiftedAgainstTheCleanOne() {
    int shifted = 0;
    try (Mat photograph = TestPhotographs.clean(120, 90)) {
      Pixels clean = Pixels.of(photograph);
      for (int seed = 0; seed < 40; seed++) {
        try (Mat blurred = new MotionBlur().apply(photograph, new SplittableRandom(seed))) {
          shifted +=
              Arrays.equals(nearestShift(clean, Pixels.of(blurred)), new int[] {0, 0}) ? 0 : 1;
        }
      }
    }
    assertThat(shifted).isLessThan(5);
  }

  /** The whole pixels, three at most, by which the second picture is shifted against the first. */
  private static int[] nearestShift(Pixels clean, Pixels blurred) {
    int most = 3;
    int width = clean.width() - 2 * most;
    int height = clean.height() - 2 * most;
    double least = Double.POSITIVE_INFINITY;
    int[] nearest = {};
    for (int down = -most; down <= most; down++) {
      for (int right = -most; right <= most; right++) {
        double sum = 0;
        for (int y = most; y < most + height; y++) {
          int from = 3 * (y * clean.width() + most);
          int to = 3 * ((y + down) * clean.width() + most + right);
          for (int i = 0; i < 3 * width; i++) {
            double difference = clean.values()[from + i] - blurred.values()[to + i];
            sum += difference * difference;
          }
        }
        if (sum < least) {
          least = sum;
          nearest = new int[] {down, right};
        }
      }
    }
    return nearest;
  }

  private static Pixels crop(Pixels picture, int left, int top, int side) {
    float[] values = new float[3 * side * side];
    for (int y = 0; y < side; y++) {
      int from = 3 * ((y + top) * picture.width() + left);
      System.arraycopy(picture.values(), from, values, 3 * y * side, 3 * side);
    }
    return new Pixels(side, side, 3, values);
  }
}
