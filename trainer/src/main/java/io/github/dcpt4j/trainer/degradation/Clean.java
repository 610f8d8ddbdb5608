package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.pow;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Leaves the picture as it is: the class of good photographs, which a network must not change.
 *
 * <p>{@link #sample} varies what is good: as the photograph is or scaled down; low-key and
 * high-key; with more contrast; softly focused; and in half of the pairs stored as JPEG of quality
 * 75 to 100. Both sides of a pair are the same picture always.
 */
public record Clean() implements Degradation {

  private static final double SCALED_DOWN = 0.4;
  private static final Range REDUCTION = new Range(1, 2.5);
  private static final double TONED = 0.3;
  private static final Range GAMMA = new Range(0.6, 2.2);
  private static final double CONTRASTY = 0.15;
  private static final Range CONTRAST = new Range(1, 1.4);
  private static final double SOFT = 0.1;
  private static final Range SOFTNESS = new Range(0.5, 2);
  private static final double COMPRESSED = 0.5;
  private static final Degradation COMPRESSION = new Jpeg(75, 100);

  @Override
  public String label() {
    return "clean";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    return clean.clone();
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    double reduction = random.nextDouble() < SCALED_DOWN ? REDUCTION.draw(random) : 1;
    Mat picture = PhotographWindow.random(photograph, side, reduction, random).cut(photograph);
    if (random.nextDouble() < TONED) {
      pow(picture, GAMMA.drawLogarithmic(random), picture);
    }
    if (random.nextDouble() < CONTRASTY) {
      double contrast = CONTRAST.draw(random);
      picture.convertTo(picture, -1, contrast, 0.5 - 0.5 * contrast);
    }
    if (random.nextDouble() < SOFT) {
      try (Size fromDeviation = new Size(0, 0)) {
        GaussianBlur(picture, picture, fromDeviation, SOFTNESS.draw(random));
      }
    }
    Pixels.roundToEightBits(picture);
    if (random.nextDouble() < COMPRESSED) {
      try (Mat before = picture) {
        picture = COMPRESSION.apply(before, random);
      }
    }
    return new PatchPair(picture, picture.clone());
  }
}
