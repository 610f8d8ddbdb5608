package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Haze by the scattering model: {@code hazy = clean * t + airlight * (1 - t)} with {@code t =
 * exp(-beta * depth)}.
 *
 * <p>Mostly airlight is 0.8 to 1 and grey to within 0.02, beta 0.04 to 0.2 as in the RESIDE outdoor
 * data. In three of ten pictures the airlight is that of smog, mornings or dusk: 0.5 to 1, with
 * channels up to 0.1 apart; in as many the haze is uneven; in every seventh beta is smaller, down
 * to hardly any haze. After it come the faint noise and the JPEG of cameras, in half of the
 * pictures each. The depth is guessed from the photograph (see {@link DepthGuess}); a patch gets
 * the veil of its place in the whole photograph.
 */
public final class Haze implements Degradation {

  private static final Range AIRLIGHT = new Range(0.8, 1);
  private static final Range DARKER_AIRLIGHT = new Range(0.5, 1);
  private static final Range BETA = new Range(0.04, 0.2);
  private static final Range FAINT_BETA = new Range(0.005, 0.08);
  private static final Range REDUCTION = new Range(1, 2.5);
  private static final double GREY_TINT = 0.01;
  private static final Range TINT = new Range(-0.05, 0.05);
  private static final double SELDOM = 0.3;
  private static final double HARDLY_HAZY = 0.15;
  private static final double UNEVENNESS = 0.3;
  private static final CameraFinish FINISH = CameraFinish.faint();

  @Override
  public String label() {
    return "haze";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    Overview overview = Overview.of(clean);
    DepthGuess depth = DepthGuess.draw(overview.pixels(), random);
    Pixels pixels = Pixels.of(clean);
    return veil(pixels, depth.at(pixels, 0, 0, overview.scaleX(), overview.scaleY()), random);
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    double reduction = random.nextDouble() < 0.3 ? 1 : REDUCTION.draw(random);
    PhotographWindow window = PhotographWindow.random(photograph, side, reduction, random);
    Mat target = window.cut(photograph);
    Overview overview = Overview.of(photograph);
    DepthGuess depth = DepthGuess.draw(overview.pixels(), random);
    Pixels pixels = Pixels.of(target);
    return new PatchPair(veil(pixels, window.distances(pixels, depth, overview), random), target);
  }

  private static Mat veil(Pixels pixels, float[] distances, RandomGenerator random) {
    float[] airlight = drawAirlight(random);
    float beta =
        (float)
            (random.nextDouble() < HARDLY_HAZY
                ? FAINT_BETA.drawLogarithmic(random)
                : BETA.draw(random));
    for (int i = 0; i < distances.length; i++) {
      distances[i] *= beta;
    }
    if (random.nextDouble() < SELDOM) {
      makeUneven(distances, pixels, random);
    }
    Veil.over(pixels, distances, airlight);
    return FINISH.apply(pixels, random);
  }

  private static float[] drawAirlight(RandomGenerator random) {
    boolean coloured = random.nextDouble() < SELDOM;
    double grey = (coloured ? DARKER_AIRLIGHT : AIRLIGHT).draw(random);
    float[] airlight = new float[3];
    for (int c = 0; c < 3; c++) {
      double tint =
          coloured
              ? TINT.draw(random)
              : GREY_TINT * Math.max(-2, Math.min(2, random.nextGaussian()));
      airlight[c] = (float) Math.min(1, grey + tint);
    }
    return airlight;
  }

  private static void makeUneven(float[] depths, Pixels picture, RandomGenerator random) {
    try (Mat field =
        SmoothField.draw(picture.width(), picture.height(), random.nextInt(2, 6), random)) {
      float[] clouds = Pixels.of(field).values();
      for (int i = 0; i < depths.length; i++) {
        depths[i] *= (float) Math.max(0, 1 + UNEVENNESS * clouds[i]);
      }
    }
  }
}
