package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Haze by the scattering model: {@code hazy = clean * t + airlight * (1 - t)} with {@code t =
 * exp(-beta * depth)}.
 *
 * <p>Airlight is 0.8 to 1 and grey to within 0.02, beta 0.04 to 0.2 as in the RESIDE outdoor data.
 * The depth is guessed from the photograph (see {@link DepthGuess}); a patch gets the veil of its
 * place in the whole photograph.
 */
public final class Haze implements Degradation {

  private static final Range AIRLIGHT = new Range(0.8, 1);
  private static final Range BETA = new Range(0.04, 0.2);
  private static final Range REDUCTION = new Range(1, 2.5);
  private static final double TINT = 0.01;

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
    double grey = AIRLIGHT.draw(random);
    double beta = BETA.draw(random);
    double[] airlight = new double[3];
    for (int c = 0; c < 3; c++) {
      airlight[c] = Math.min(1, grey + TINT * Math.max(-2, Math.min(2, random.nextGaussian())));
    }
    return Veil.over(pixels, distances, airlight, beta);
  }
}
