package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Haze by the scattering model: {@code hazy = clean * t + airlight * (1 - t)} with {@code t =
 * exp(-beta * depth)}.
 *
 * <p>Airlight is 0.7 to 1 and grey to within 0.02, beta 0.04 to 0.2 as in the RESIDE outdoor data.
 * The depth is guessed from the photograph (see {@link DepthGuess}); a patch gets the veil of its
 * place in the whole photograph.
 */
public final class Haze implements Degradation {

  private static final Range AIRLIGHT = new Range(0.7, 1);
  private static final Range BETA = new Range(0.04, 0.2);
  private static final Range REDUCTION = new Range(1, 2);
  private static final double TINT = 0.01;
  private static final int OVERVIEW = 96;

  @Override
  public String label() {
    return "haze";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    try (Mat overview = overview(clean)) {
      DepthGuess depth = DepthGuess.draw(Pixels.of(overview), random);
      Pixels pixels = Pixels.of(clean);
      double scaleX = (double) overview.cols() / clean.cols();
      double scaleY = (double) overview.rows() / clean.rows();
      return veil(pixels, depth.at(pixels, 0, 0, scaleX, scaleY), random);
    }
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    double reduction = random.nextBoolean() ? 1 : REDUCTION.draw(random);
    PhotographWindow window = PhotographWindow.random(photograph, side, reduction, random);
    Mat target = window.cut(photograph);
    try (Mat bytes = overview(photograph);
        Mat overview = new Mat()) {
      bytes.convertTo(overview, CV_32F, 1 / 255.0, 0);
      DepthGuess depth = DepthGuess.draw(Pixels.of(overview), random);
      Pixels pixels = Pixels.of(target);
      double toOverview = (double) overview.cols() / photograph.cols();
      double step = toOverview * window.extent() / side;
      float[] distances =
          depth.at(pixels, window.x() * toOverview, window.y() * toOverview, step, step);
      return new PatchPair(veil(pixels, distances, random), target);
    }
  }

  private static Mat overview(Mat picture) {
    double scale = Math.min(1, (double) OVERVIEW / Math.max(picture.cols(), picture.rows()));
    int width = (int) Math.max(2, Math.round(picture.cols() * scale));
    int height = (int) Math.max(2, Math.round(picture.rows() * scale));
    Mat small = new Mat();
    try (Size size = new Size(width, height)) {
      resize(picture, small, size, 0, 0, INTER_AREA);
    }
    return small;
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
