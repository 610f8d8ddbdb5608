package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;

import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * How a spoilt patch differs from its clean one. All but the first are of the difference without
 * its low frequencies (a Gaussian of 8 pixels): they tell what noise looks like, whatever haze or
 * darkness lies over it. Where there is no difference, they are not a number.
 *
 * @param psnr peak signal-to-noise ratio of the input against the target, dB; infinite where they
 *     are the same
 * @param deviation standard deviation over pixels and channels, on the scale 0..255
 * @param neighbour correlation of green with its right neighbour
 * @param second correlation of green with the pixel two to the right
 * @param redGreen correlation of red with green
 * @param colour standard deviation of Cb as a part of that of Y
 */
public record PatchStatistics(
    double psnr,
    double deviation,
    double neighbour,
    double second,
    double redGreen,
    double colour) {

  private static final double LOW_FREQUENCIES = 8;
  private static final int GREEN = 1;

  /** Measures a pair, whose values are clipped to 0..1 as files hold them. */
  public static PatchStatistics of(PatchPair pair) {
    Pixels input = Pixels.ofPicture(pair.input());
    float[] target = Pixels.ofPicture(pair.target()).values();
    float[] difference = input.values();
    double squares = 0;
    for (int i = 0; i < difference.length; i++) {
      difference[i] = Math.max(0, Math.min(1, difference[i])) - target[i];
      squares += difference[i] * difference[i];
    }
    double psnr = 10 * Math.log10(difference.length / squares);
    Pixels detail = withoutLowFrequencies(input);
    return new PatchStatistics(
        psnr,
        255 * deviation(detail),
        correlation(detail, GREEN, GREEN, 1),
        correlation(detail, GREEN, GREEN, 2),
        correlation(detail, 0, GREEN, 0),
        colour(detail));
  }

  private static Pixels withoutLowFrequencies(Pixels difference) {
    float[] values = difference.values();
    try (Mat whole = difference.toMat();
        Mat low = new Mat();
        Size fromDeviation = new Size(0, 0)) {
      GaussianBlur(whole, low, fromDeviation, LOW_FREQUENCIES);
      float[] smooth = Pixels.of(low).values();
      for (int i = 0; i < values.length; i++) {
        values[i] -= smooth[i];
      }
    }
    return difference;
  }

  private static double deviation(Pixels detail) {
    double sum = 0;
    double squares = 0;
    for (float value : detail.values()) {
      sum += value;
      squares += value * value;
    }
    int count = detail.values().length;
    return Math.sqrt(Math.max(0, squares / count - sum / count * (sum / count)));
  }

  /** Correlation of a channel with another one some columns to the right. */
  private static double correlation(Pixels detail, int channel, int other, int columns) {
    float[] values = detail.values();
    double[] sums = new double[5];
    int count = 0;
    for (int y = 0; y < detail.height(); y++) {
      for (int x = 0; x + columns < detail.width(); x++) {
        int at = 3 * (y * detail.width() + x);
        double a = values[at + channel];
        double b = values[at + 3 * columns + other];
        sums[0] += a;
        sums[1] += b;
        sums[2] += a * a;
        sums[3] += b * b;
        sums[4] += a * b;
        count++;
      }
    }
    double meanA = sums[0] / count;
    double meanB = sums[1] / count;
    double varianceA = sums[2] / count - meanA * meanA;
    double varianceB = sums[3] / count - meanB * meanB;
    return (sums[4] / count - meanA * meanB) / Math.sqrt(varianceA * varianceB);
  }

  private static double colour(Pixels detail) {
    float[] values = detail.values();
    double luma = 0;
    double lumaSquares = 0;
    double chroma = 0;
    double chromaSquares = 0;
    for (int i = 0; i < values.length; i += 3) {
      double y = 0.299 * values[i] + 0.587 * values[i + 1] + 0.114 * values[i + 2];
      double cb = 0.564 * (values[i + 2] - y);
      luma += y;
      lumaSquares += y * y;
      chroma += cb;
      chromaSquares += cb * cb;
    }
    double count = values.length / 3.0;
    return Math.sqrt(
        (chromaSquares / count - chroma / count * (chroma / count))
            / (lumaSquares / count - luma / count * (luma / count)));
  }
}
