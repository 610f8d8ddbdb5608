package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_16U;
import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerRGGB2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerRGGB2RGB_EA;
import static org.bytedeco.opencv.global.opencv_imgproc.demosaicing;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A camera's way from sensor to file, and back: "Unprocessing Images for Learned Raw Denoising"
 * (Brooks et al., CVPR 2019), with the values published there.
 *
 * <p>A finished picture becomes what the sensor saw of it by the inverse tone curve, colour matrix
 * and gains, and an RGGB mosaic; what the sensor saw becomes a picture by demosaicking, gains,
 * matrix and tone curve.
 *
 * @param tone the tone curve
 * @param matrix linear sRGB of camera colours, row by row, 9 values
 * @param inverse camera colours of linear sRGB, row by row, 9 values
 * @param gains of white balance and brightness, for red, green and blue
 * @param edgeAware whether demosaicking follows edges, else it is bilinear
 */
record Camera(ToneCurve tone, float[] matrix, float[] inverse, float[] gains, boolean edgeAware) {

  private static final double[] XYZ_OF_SRGB = {
    0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
    0.9503041
  };
  private static final double[][] CAMERAS_OF_XYZ = {
    {1.0234, -0.2969, -0.2266, -0.5625, 1.6328, -0.0469, -0.0703, 0.2188, 0.6406},
    {0.4913, -0.0541, -0.0202, -0.613, 1.3513, 0.2906, -0.1564, 0.2151, 0.7183},
    {0.838, -0.263, -0.0639, -0.2887, 1.0725, 0.2496, -0.0627, 0.1427, 0.5438},
    {0.6596, -0.2079, -0.0562, -0.4782, 1.3016, 0.1933, -0.097, 0.1581, 0.5181}
  };
  private static final double BRIGHTNESS = 0.8;
  private static final double BRIGHTNESS_SPREAD = 0.1;
  private static final Range RED_GAIN = new Range(1.9, 2.4);
  private static final Range BLUE_GAIN = new Range(1.5, 1.9);

  /** From this grey on, gains fade to 1, so that clipped skies stay clipped. */
  private static final float HIGHLIGHT = 0.9f;

  private static final double RAW_STEPS = 65535;

  /** A random camera with a random white balance. */
  static Camera draw(RandomGenerator random) {
    ToneCurve tone = random.nextBoolean() ? ToneCurve.CONTRAST : ToneCurve.GAMMA;
    double[] inverse = drawInverse(random);
    double brightness = 1 / Math.max(0.5, BRIGHTNESS + BRIGHTNESS_SPREAD * random.nextGaussian());
    float[] gains = {
      (float) (brightness * RED_GAIN.draw(random)),
      (float) brightness,
      (float) (brightness * BLUE_GAIN.draw(random))
    };
    return new Camera(
        tone, floats(inverted(inverse)), floats(inverse), gains, random.nextBoolean());
  }

  /** Camera colours of linear sRGB: a random mix of real cameras' matrices, white stays white. */
  private static double[] drawInverse(RandomGenerator random) {
    double[] mixed = new double[9];
    double sum = 0;
    for (double[] camera : CAMERAS_OF_XYZ) {
      double share = 1e-8 + random.nextDouble();
      sum += share;
      for (int i = 0; i < 9; i++) {
        mixed[i] += share * camera[i];
      }
    }
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      double rowSum = 0;
      for (int column = 0; column < 3; column++) {
        for (int k = 0; k < 3; k++) {
          product[3 * row + column] += mixed[3 * row + k] / sum * XYZ_OF_SRGB[3 * k + column];
        }
        rowSum += product[3 * row + column];
      }
      for (int column = 0; column < 3; column++) {
        product[3 * row + column] /= rowSum;
      }
    }
    return product;
  }

  /**
   * What the sensor sees, between 0 and its full well.
   *
   * @param picture RGB, 0..1; stays as it is
   * @return one channel in 0..1: rows of red, green and of green, blue in turn
   */
  Pixels mosaic(Pixels picture) {
    int width = picture.width();
    float[] rgb = picture.values();
    float[] kept = new float[width * picture.height()];
    for (int i = 0; i < kept.length; i++) {
      float red = tone.toLight(rgb[3 * i]);
      float green = tone.toLight(rgb[3 * i + 1]);
      float blue = tone.toLight(rgb[3 * i + 2]);
      // The colour's number, red to blue, is the sum of the row's and the column's parity.
      int channel = (i / width & 1) + (i % width & 1);
      int row = 3 * channel;
      float value = inverse[row] * red + inverse[row + 1] * green + inverse[row + 2] * blue;
      float grey = (red + green + blue) / 3;
      float above = Math.max(0, grey - HIGHLIGHT) / (1 - HIGHLIGHT);
      float fade = above * above;
      float gain = 1 / gains[channel];
      kept[i] = Math.max(0, Math.min(1, value * Math.max(gain, fade + (1 - fade) * gain)));
    }
    return new Pixels(width, picture.height(), 1, kept);
  }

  /**
   * The finished picture.
   *
   * @param mosaic as {@link #mosaic} gives it, of 2 pixels or more each way; values beyond 0..1 are
   *     clipped
   * @return RGB, 0..1
   */
  Pixels develop(Pixels mosaic) {
    Pixels picture = demosaicked(mosaic);
    float[] rgb = picture.values();
    for (int i = 0; i < rgb.length; i += 3) {
      float red = Math.min(1, gains[0] * rgb[i]);
      float green = Math.min(1, gains[1] * rgb[i + 1]);
      float blue = Math.min(1, gains[2] * rgb[i + 2]);
      for (int c = 0; c < 3; c++) {
        rgb[i + c] =
            tone.toEncoded(
                matrix[3 * c] * red + matrix[3 * c + 1] * green + matrix[3 * c + 2] * blue);
      }
    }
    return picture;
  }

  private Pixels demosaicked(Pixels mosaic) {
    try (Mat raw = mosaic.toMat();
        Mat interpolated = new Mat()) {
      raw.convertTo(raw, CV_16U, RAW_STEPS, 0);
      demosaicing(raw, interpolated, edgeAware ? COLOR_BayerRGGB2RGB_EA : COLOR_BayerRGGB2RGB);
      interpolated.convertTo(interpolated, CV_32F, 1 / RAW_STEPS, 0);
      return Pixels.of(interpolated);
    }
  }

  private static double[] inverted(double[] m) {
    double[] cofactors = {
      m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]
    };
    double determinant = m[0] * cofactors[0] + m[1] * cofactors[3] + m[2] * cofactors[6];
    for (int i = 0; i < 9; i++) {
      cofactors[i] /= determinant;
    }
    return cofactors;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
