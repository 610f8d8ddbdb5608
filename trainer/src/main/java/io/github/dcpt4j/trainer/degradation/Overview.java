package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A photograph small enough to guess its distances quickly.
 *
 * @param pixels RGB, 0..1
 * @param scaleX overview pixels for each column of the photograph
 * @param scaleY overview pixels for each of its rows
 */
record Overview(Pixels pixels, double scaleX, double scaleY) {

  private static final int LONGEST = 96;

  /** Scales a CV_32FC3 picture in 0..1 or a CV_8UC3 photograph. */
  static Overview of(Mat picture) {
    double scale = Math.min(1, (double) LONGEST / Math.max(picture.cols(), picture.rows()));
    int width = (int) Math.max(2, Math.round(picture.cols() * scale));
    int height = (int) Math.max(2, Math.round(picture.rows() * scale));
    try (Mat small = new Mat();
        Size size = new Size(width, height)) {
      resize(picture, small, size, 0, 0, INTER_AREA);
      if (small.type() == CV_8UC3) {
        small.convertTo(small, CV_32F, 1 / 255.0, 0);
      }
      return new Overview(
          Pixels.of(small), (double) width / picture.cols(), (double) height / picture.rows());
    }
  }
}
