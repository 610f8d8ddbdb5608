package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_16S;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.meanStdDev;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.Laplacian;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.nio.DoubleBuffer;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A square window of a photograph and the size it is brought to.
 *
 * @param x left column in the photograph
 * @param y upper row in the photograph
 * @param extent height and width in the photograph
 * @param side height and width of the piece that is cut
 */
record PhotographWindow(int x, int y, int extent, int side) {

  /**
   * A window anywhere in the photograph.
   *
   * @param reduction photograph pixels for each pixel of the piece: above 1 shrinks, below 1
   *     enlarges; less is taken where the photograph is too small
   */
  static PhotographWindow random(
      Mat photograph, int side, double reduction, RandomGenerator random) {
    requirePhotograph(photograph, reduction >= 1 ? side : 1);
    int smaller = Math.min(photograph.cols(), photograph.rows());
    int extent = (int) Math.max(1, Math.min(smaller, Math.round(side * reduction)));
    int x = random.nextInt(photograph.cols() - extent + 1);
    int y = random.nextInt(photograph.rows() - extent + 1);
    return new PhotographWindow(x, y, extent, side);
  }

  /**
   * The one of two windows that has more structure, as {@link #random} draws them: where there is
   * none, blur cannot be seen.
   */
  static PhotographWindow structured(
      Mat photograph, int side, double reduction, RandomGenerator random) {
    PhotographWindow one = random(photograph, side, reduction, random);
    PhotographWindow other = random(photograph, side, reduction, random);
    return one.structure(photograph) < other.structure(photograph) ? other : one;
  }

  /** The deviation of the second derivative. */
  private double structure(Mat photograph) {
    try (Rect area = new Rect(x, y, extent, extent);
        Mat window = new Mat(photograph, area);
        Mat grey = new Mat();
        Mat edges = new Mat();
        Mat mean = new Mat();
        Mat deviation = new Mat()) {
      cvtColor(window, grey, COLOR_RGB2GRAY);
      Laplacian(grey, edges, CV_16S);
      meanStdDev(edges, mean, deviation);
      return deviation.<DoubleBuffer>createBuffer().get(0);
    }
  }

  static void requirePhotograph(Mat photograph, int side) {
    if (photograph.empty() || photograph.type() != CV_8UC3) {
      throw new IllegalArgumentException("Expected a CV_8UC3 photograph; decode it to 8-bit RGB");
    }
    if (side < 1 || Math.min(photograph.cols(), photograph.rows()) < side) {
      throw new IllegalArgumentException(
          "Cannot cut "
              + side
              + " pixels from a photograph of "
              + photograph.cols()
              + "x"
              + photograph.rows()
              + "; leave small photographs out or ask for a smaller side");
    }
  }

  /** The piece as a new CV_32FC3 in 0..1. */
  Mat cut(Mat photograph) {
    Mat piece = new Mat();
    try (Rect area = new Rect(x, y, extent, extent);
        Mat window = new Mat(photograph, area);
        Mat scaled = new Mat();
        Size size = new Size(side, side)) {
      if (extent == side) {
        window.convertTo(piece, CV_32F, 1 / 255.0, 0);
      } else {
        resize(window, scaled, size, 0, 0, extent > side ? INTER_AREA : INTER_CUBIC);
        scaled.convertTo(piece, CV_32F, 1 / 255.0, 0);
      }
    }
    return piece;
  }

  /**
   * Guessed distances of the piece's pixels.
   *
   * @param piece what {@link #cut} gave
   * @param depth guessed for the overview
   * @param overview of the whole photograph
   */
  float[] distances(Pixels piece, DepthGuess depth, Overview overview) {
    double step = overview.scaleX() * extent / side;
    return depth.at(piece, x * overview.scaleX(), y * overview.scaleX(), step, step);
  }
}
