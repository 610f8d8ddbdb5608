package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Random fields without small structure: normal values on a coarse grid, interpolated smoothly. */
final class SmoothField {

  private SmoothField() {}

  /**
   * A new CV_32FC1 of about zero mean and unit deviation, with hills as large as the picture
   * divided by {@code cells}.
   */
  static Mat draw(int width, int height, int cells, RandomGenerator random) {
    float[] knots = new float[cells * cells];
    for (int i = 0; i < knots.length; i++) {
      knots[i] = (float) random.nextGaussian();
    }
    Mat field = new Mat();
    try (Mat grid = new Pixels(cells, cells, 1, knots).toMat();
        Size size = new Size(width, height)) {
      resize(grid, field, size, 0, 0, INTER_CUBIC);
    }
    return field;
  }
}
