package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The values of a float picture in a Java array, row by row, channels together.
 *
 * @param width pixels in a row
 * @param height rows
 * @param channels values of a pixel
 * @param values {@code height * width * channels} values; its holder may change them
 */
record Pixels(int width, int height, int channels, float[] values) {

  /** Copies a CV_32FC3 picture. */
  static Pixels ofPicture(Mat picture) {
    requirePicture(picture);
    return of(picture);
  }

  /** Copies a CV_32F matrix with any number of channels. */
  static Pixels of(Mat matrix) {
    float[] values = new float[matrix.rows() * matrix.cols() * matrix.channels()];
    if (matrix.isContinuous()) {
      matrix.<FloatBuffer>createBuffer().get(values);
    } else {
      try (Mat whole = matrix.clone()) {
        whole.<FloatBuffer>createBuffer().get(values);
      }
    }
    return new Pixels(matrix.cols(), matrix.rows(), matrix.channels(), values);
  }

  static void requirePicture(Mat picture) {
    if (picture.empty() || picture.type() != CV_32FC3) {
      throw new IllegalArgumentException(
          "Expected a CV_32FC3 picture; convert it to RGB floats in 0..1");
    }
  }

  /** A new matrix with these values. */
  Mat toMat() {
    Mat matrix = new Mat(height, width, CV_32FC(channels));
    matrix.<FloatBuffer>createBuffer().put(values);
    return matrix;
  }

  /** A new picture as a file of 8 bits per channel holds it: rounded and clipped to 0..1. */
  Mat toEightBitMat() {
    Mat matrix = toMat();
    roundToEightBits(matrix);
    return matrix;
  }

  /** Rounds and clips in place to what 8 bits per channel can hold. */
  static void roundToEightBits(Mat picture) {
    try (Mat bytes = new Mat()) {
      picture.convertTo(bytes, CV_8U, 255, 0);
      bytes.convertTo(picture, CV_32F, 1 / 255.0, 0);
    }
  }
}
