package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.sepFilter2D;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A picture taken with far too little light.
 *
 * <p>The clean picture is scaled so that its mean keeps 5 to 30 % (every order of magnitude equally
 * likely) after a gamma of 0.95 to 1.3 (less light scales encoded values as well, but for the
 * camera's toe), gets a faint colour cast, and sensor noise: a variance that grows with the signal
 * plus that of reading the sensor, in half of the pictures smeared over neighbours as demosaicing
 * and scaling do.
 *
 * <p>{@link #sample} first brings the photograph's mean to 0.3 to 0.55, that of a well-exposed
 * picture: how bright a picture was before cannot be seen in the dark one, so targets of any
 * brightness would teach a grey mean.
 */
public final class LowLight implements Degradation {

  private static final Range STANDARD = new Range(0.05, 0.3);
  private static final Range GAMMA = new Range(0.95, 1.3);
  private static final Range CAST = new Range(0.94, 1.06);
  private static final Range READ_NOISE = new Range(0.0008, 0.0075);
  private static final Range SHOT_NOISE = new Range(0.00005, 0.0012);
  private static final Range SMEAR = new Range(0.1, 0.6);
  private static final Range EXPOSED = new Range(0.3, 0.55);
  private static final Range REDUCTION = new Range(1, 2.5);

  private final Range kept;

  /** A picture that keeps 5 to 30 % of its brightness. */
  public LowLight() {
    this(STANDARD);
  }

  /**
   * A picture that keeps some of its brightness.
   *
   * @param kept the part of the mean that is left; above 0
   * @throws IllegalArgumentException if the range reaches 0
   */
  public LowLight(Range kept) {
    if (kept.low() <= 0) {
      throw new IllegalArgumentException("some light has to be left, not " + kept);
    }
    this.kept = kept;
  }

  @Override
  public String label() {
    return "low-light";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels pixels = Pixels.ofPicture(clean);
    expose(pixels, random);
    addNoise(pixels, random);
    return pixels.toEightBitMat();
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    double reduction = random.nextDouble() < 0.3 ? 1 : REDUCTION.draw(random);
    PhotographWindow window = PhotographWindow.random(photograph, side, reduction, random);
    double bright;
    try (Scalar means = mean(photograph)) {
      bright = (means.get(0) + means.get(1) + means.get(2)) / (3 * 255);
    }
    double wanted = EXPOSED.draw(random);
    try (Mat piece = window.cut(photograph)) {
      Pixels pixels = Pixels.of(piece);
      double gamma = Math.log(wanted) / Math.log(Math.max(0.02, Math.min(0.98, bright)));
      float[] values = pixels.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) Math.pow(values[i], gamma);
      }
      Mat target = pixels.toEightBitMat();
      return new PatchPair(apply(target, random), target);
    }
  }

  private void expose(Pixels pixels, RandomGenerator random) {
    float[] values = pixels.values();
    double gamma = GAMMA.draw(random);
    // A picture of middle grey keeps the drawn part of its brightness, whatever the gamma.
    double scale = kept.drawLogarithmic(random) * Math.pow(0.45, 1 - gamma);
    double[] gains = {
      scale * CAST.draw(random), scale * CAST.draw(random), scale * CAST.draw(random)
    };
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (gains[i % 3] * Math.pow(values[i], gamma));
    }
  }

  private static void addNoise(Pixels pixels, RandomGenerator random) {
    float[] values = pixels.values();
    double read = READ_NOISE.drawLogarithmic(random);
    double shot = SHOT_NOISE.drawLogarithmic(random);
    float[] noise = unitNoise(pixels, random);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) Math.sqrt(read * read + shot * values[i]) * noise[i];
    }
  }

  /** Noise of unit deviation, white or smeared over the nearest neighbours. */
  private static float[] unitNoise(Pixels picture, RandomGenerator random) {
    float[] white = new float[picture.values().length];
    for (int i = 0; i < white.length; i++) {
      white[i] = (float) random.nextGaussian();
    }
    if (random.nextBoolean()) {
      return white;
    }
    double side = SMEAR.draw(random);
    double norm = Math.sqrt(1 + 2 * side * side);
    float[] weights = {(float) (side / norm), (float) (1 / norm), (float) (side / norm)};
    try (Mat field = new Pixels(picture.width(), picture.height(), 3, white).toMat();
        Mat kernel = new Pixels(3, 1, 1, weights).toMat();
        Mat smeared = new Mat()) {
      sepFilter2D(field, smeared, -1, kernel, kernel);
      return Pixels.of(smeared).values();
    }
  }
}
