package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.mean;
import static org.bytedeco.opencv.global.opencv_imgproc.sepFilter2D;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * A picture taken with too little light.
 *
 * <p>Half of the pictures are dark in the way of public test pairs: the clean picture is scaled so
 * that its mean keeps 5 to 30 % (every order of magnitude equally likely) after a gamma of 0.95 to
 * 1.3 (less light scales encoded values as well, but for the camera's toe), gets a faint colour
 * cast, and sensor noise: a variance that grows with the signal plus that of reading the sensor, in
 * half of the pictures smeared over neighbours as demosaicing and scaling do. The other half is
 * {@link Underexposure underexposed} in linear light, now and then only in part.
 *
 * <p>{@link #sample} first brings the photograph's mean to 0.3 to 0.55, that of a well-exposed
 * picture: how bright a picture was before cannot be seen in the dark one, so targets of any
 * brightness would teach a grey mean. What is dark only in part keeps its brightness, as the rest
 * of it tells how bright it was.
 */
public final class LowLight implements Degradation {

  private static final Range STANDARD = new Range(0.05, 0.3);
  private static final double SCALED = 0.5;
  private static final Range GAMMA = new Range(0.95, 1.3);
  private static final Range CAST = new Range(0.94, 1.06);
  private static final Range READ_NOISE = new Range(0.0008, 0.0075);
  private static final Range SHOT_NOISE = new Range(0.00005, 0.0012);
  private static final Range SMEAR = new Range(0.1, 0.6);
  private static final Range EXPOSED = new Range(0.3, 0.55);
  private static final Range REDUCTION = new Range(1, 2.5);

  private final Range kept;
  private final double scaled;

  /** Every kind of darkness. */
  public LowLight() {
    this(STANDARD, SCALED);
  }

  /**
   * A picture that keeps some of its brightness everywhere.
   *
   * @param kept the part of the mean that is left; above 0
   * @throws IllegalArgumentException if the range reaches 0
   */
  public LowLight(Range kept) {
    this(kept, 1);
  }

  private LowLight(Range kept, double scaled) {
    if (kept.low() <= 0) {
      throw new IllegalArgumentException("some light has to be left, not " + kept);
    }
    this.kept = kept;
    this.scaled = scaled;
  }

  @Override
  public String label() {
    return "low-light";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels pixels = Pixels.ofPicture(clean);
    return isScaled(random)
        ? scaled(pixels, random)
        : Underexposure.draw(random).apply(pixels, random);
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    double reduction = random.nextDouble() < 0.3 ? 1 : REDUCTION.draw(random);
    PhotographWindow window = PhotographWindow.random(photograph, side, reduction, random);
    if (isScaled(random)) {
      Mat target = wellExposed(window, photograph, random);
      return new PatchPair(scaled(Pixels.of(target), random), target);
    }
    Underexposure exposure = Underexposure.draw(random);
    Mat target =
        exposure.everywhere() ? wellExposed(window, photograph, random) : window.cut(photograph);
    return new PatchPair(exposure.apply(Pixels.of(target), random), target);
  }

  private boolean isScaled(RandomGenerator random) {
    return random.nextDouble() < scaled;
  }

  private static Mat wellExposed(PhotographWindow window, Mat photograph, RandomGenerator random) {
    double bright;
    try (Scalar means = mean(photograph)) {
      bright = (means.get(0) + means.get(1) + means.get(2)) / (3 * 255);
    }
    double wanted = EXPOSED.draw(random);
    double gamma = Math.log(wanted) / Math.log(Math.max(0.02, Math.min(0.98, bright)));
    try (Mat piece = window.cut(photograph)) {
      Pixels pixels = Pixels.of(piece);
      power(gamma).applyTo(pixels.values());
      return pixels.toEightBitMat();
    }
  }

  private Mat scaled(Pixels pixels, RandomGenerator random) {
    expose(pixels, random);
    addNoise(pixels, random);
    return pixels.toEightBitMat();
  }

  private void expose(Pixels pixels, RandomGenerator random) {
    float[] values = pixels.values();
    double gamma = GAMMA.draw(random);
    // A picture of middle grey keeps the drawn part of its brightness, whatever the gamma.
    double scale = kept.drawLogarithmic(random) * Math.pow(0.45, 1 - gamma);
    float[] gains = {
      (float) (scale * CAST.draw(random)),
      (float) (scale * CAST.draw(random)),
      (float) (scale * CAST.draw(random))
    };
    power(gamma).applyTo(values);
    for (int i = 0; i < values.length; i++) {
      values[i] *= gains[i % 3];
    }
  }

  private static Curve power(double exponent) {
    return new Curve(Curve.EIGHT_BIT_STEPS, value -> Math.pow(value, exponent));
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
