package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures with hills, edges and fine structure, made without files. */
final class TestPhotographs {

  private TestPhotographs() {}

  /** CV_32FC3 in 0.1..0.9. */
  static Mat clean(int width, int height) {
    SplittableRandom random = new SplittableRandom(7);
    float[] values = new float[3 * width * height];
    for (int i = 0; i < values.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      double hills = 0.2 * Math.sin(0.11 * x + i % 3) + 0.1 * Math.cos(0.23 * y);
      double edge = x / 20 % 2 == 0 ? 0.05 : -0.05;
      values[i] = (float) (0.5 + hills + edge + 0.05 * (random.nextDouble() - 0.5));
    }
    return new Pixels(width, height, 3, values).toMat();
  }

  /** CV_32FC3 of one value everywhere. */
  static Mat flat(int width, int height, float value) {
    float[] values = new float[3 * width * height];
    Arrays.fill(values, value);
    return new Pixels(width, height, 3, values).toMat();
  }

  /** The same as {@link #clean} in CV_8UC3. */
  static Mat photograph(int width, int height) {
    Mat bytes = new Mat();
    try (Mat clean = clean(width, height)) {
      clean.convertTo(bytes, CV_8U, 255, 0);
    }
    return bytes;
  }

  static float[] values(Mat picture) {
    return Pixels.of(picture).values();
  }

  static double mean(Mat picture) {
    double sum = 0;
    float[] values = values(picture);
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double meanSquare(Mat a, Mat b) {
    double sum = 0;
    float[] left = values(a);
    float[] right = values(b);
    for (int i = 0; i < left.length; i++) {
      sum += Math.pow(left[i] - right[i], 2);
    }
    return sum / left.length;
  }

  /** Sum of the differences between neighbours in a row. */
  static double roughness(Mat picture) {
    float[] values = TestPhotographs.values(picture);
    double sum = 0;
    for (int i = 3; i < values.length; i++) {
      sum += Math.abs(values[i] - values[i - 3]);
    }
    return sum;
  }
}
