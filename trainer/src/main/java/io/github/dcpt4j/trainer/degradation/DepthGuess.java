package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * A plausible distance for every place of a photograph that has no depth map.
 *
 * <p>The layout is drawn: a ground plane up to a horizon, a gradient, hills of a random field, or
 * the same distance everywhere; a bright smooth upper part counts as sky and is farthest. A guided
 * filter then moves the layout's edges to the photograph's: within a small window, distance is a
 * linear function of luminance.
 *
 * @param slope the linear function's factor, overview size
 * @param offset its constant, overview size
 */
record DepthGuess(Pixels slope, Pixels offset) {

  private static final Range MEAN_DISTANCE = new Range(2.5, 9);
  private static final double FARTHEST = 25;
  private static final double SKY_BRIGHTNESS = 0.5;
  private static final double SKY_ROUGHNESS = 0.05;

  /** Draws a layout for the overview of a photograph, RGB in 0..1. */
  static DepthGuess draw(Pixels overview, RandomGenerator random) {
    int width = overview.width();
    int height = overview.height();
    float[] luminance = luminance(overview);
    float[] depth = layout(width, height, random);
    bend(depth, width, height, random);
    double lean = 0.5 * random.nextGaussian();
    for (int i = 0; i < depth.length; i++) {
      depth[i] *= (float) Math.exp(lean * (luminance[i] - 0.5));
    }
    if (random.nextDouble() < 0.6) {
      raiseSky(depth, luminance, width, height, new Range(0.8, 1.6).draw(random));
    }
    normalise(depth, MEAN_DISTANCE.drawLogarithmic(random));
    return guided(
        new Pixels(width, height, 1, luminance),
        new Pixels(width, height, 1, depth),
        random.nextInt(2, 7),
        new Range(1e-3, 3e-2).drawLogarithmic(random));
  }

  /**
   * Distances for a piece of the photograph.
   *
   * @param piece RGB, 0..1
   * @param left the piece's left edge in overview pixels
   * @param top its upper edge in overview pixels
   * @param stepX overview pixels for each of its columns
   * @param stepY overview pixels for each of its rows
   */
  float[] at(Pixels piece, double left, double top, double stepX, double stepY) {
    float[] transform = {
      (float) stepX,
      0,
      (float) (left + stepX / 2 - 0.5),
      0,
      (float) stepY,
      (float) (top + stepY / 2 - 0.5)
    };
    float[] factors = enlarge(slope, piece, transform);
    float[] constants = enlarge(offset, piece, transform);
    float[] distances = luminance(piece);
    for (int i = 0; i < distances.length; i++) {
      float distance = factors[i] * distances[i] + constants[i];
      distances[i] = Math.max(0, distance);
    }
    return distances;
  }

  private static float[] enlarge(Pixels map, Pixels piece, float[] transform) {
    try (Mat small = map.toMat();
        Mat matrix = new Pixels(3, 2, 1, transform).toMat();
        Mat large = new Mat();
        Size size = new Size(piece.width(), piece.height());
        Scalar border = new Scalar(0)) {
      warpAffine(
          small, large, matrix, size, INTER_LINEAR | WARP_INVERSE_MAP, BORDER_REPLICATE, border);
      return Pixels.of(large).values();
    }
  }

  private static float[] luminance(Pixels picture) {
    float[] rgb = picture.values();
    float[] grey = new float[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = 0.299f * rgb[3 * i] + 0.587f * rgb[3 * i + 1] + 0.114f * rgb[3 * i + 2];
    }
    return grey;
  }

  private static float[] layout(int width, int height, RandomGenerator random) {
    float[] depth = new float[width * height];
    double kind = random.nextDouble();
    double horizon = random.nextDouble(-0.1, 0.7);
    double far = new Range(1.5, 10).drawLogarithmic(random);
    double power = new Range(0.5, 2.5).draw(random);
    double tilt = 0.15 * random.nextGaussian();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double down = (y + 0.5) / height + tilt * ((x + 0.5) / width - 0.5);
        double value;
        if (kind < 0.45) {
          double below = Math.max(0, down - horizon) / Math.max(0.3, 1 - horizon);
          value = 1 / (below + 1 / far);
        } else if (kind < 0.65) {
          value = 1 + far * Math.pow(Math.max(0, Math.min(1, 1 - down)), power);
        } else {
          value = 1;
        }
        depth[y * width + x] = (float) value;
      }
    }
    return depth;
  }

  private static void bend(float[] depth, int width, int height, RandomGenerator random) {
    double strength = new Range(0, 0.3).draw(random);
    try (Mat hills = SmoothField.draw(width, height, random.nextInt(2, 5), random)) {
      float[] field = Pixels.of(hills).values();
      for (int i = 0; i < depth.length; i++) {
        depth[i] *= (float) Math.exp(strength * field[i]);
      }
    }
  }

  /** From the top of each column down to the first dark or rough place. */
  private static void raiseSky(
      float[] depth, float[] luminance, int width, int height, double beyond) {
    float farthest = 0;
    for (float distance : depth) {
      farthest = Math.max(farthest, distance);
    }
    for (int x = 0; x < width; x++) {
      float above = luminance[x];
      for (int y = 0; y < height; y++) {
        int i = y * width + x;
        if (luminance[i] < SKY_BRIGHTNESS || Math.abs(luminance[i] - above) > SKY_ROUGHNESS) {
          break;
        }
        above = luminance[i];
        depth[i] = (float) (farthest * beyond);
      }
    }
  }

  private static void normalise(float[] depth, double mean) {
    double sum = 0;
    for (float distance : depth) {
      sum += distance;
    }
    double scale = mean * depth.length / sum;
    for (int i = 0; i < depth.length; i++) {
      depth[i] = (float) Math.min(FARTHEST, depth[i] * scale);
    }
  }

  private static DepthGuess guided(Pixels guide, Pixels layout, int radius, double smoothness) {
    int width = guide.width();
    int height = guide.height();
    float[] i = guide.values();
    float[] p = layout.values();
    float[] ii = new float[i.length];
    float[] ip = new float[i.length];
    for (int k = 0; k < i.length; k++) {
      ii[k] = i[k] * i[k];
      ip[k] = i[k] * p[k];
    }
    float[] meanI = mean(guide, radius);
    float[] meanP = mean(layout, radius);
    float[] meanII = mean(new Pixels(width, height, 1, ii), radius);
    float[] meanIP = mean(new Pixels(width, height, 1, ip), radius);
    float[] a = new float[i.length];
    float[] b = new float[i.length];
    for (int k = 0; k < i.length; k++) {
      double variance = Math.max(0, meanII[k] - meanI[k] * meanI[k]);
      a[k] = (float) ((meanIP[k] - meanI[k] * meanP[k]) / (variance + smoothness));
      b[k] = meanP[k] - a[k] * meanI[k];
    }
    return new DepthGuess(
        new Pixels(width, height, 1, mean(new Pixels(width, height, 1, a), radius)),
        new Pixels(width, height, 1, mean(new Pixels(width, height, 1, b), radius)));
  }

  private static float[] mean(Pixels map, int radius) {
    try (Mat source = map.toMat();
        Mat smooth = new Mat(map.height(), map.width(), CV_32FC1);
        Size window = new Size(2 * radius + 1, 2 * radius + 1);
        Point centre = new Point(-1, -1)) {
      blur(source, smooth, window, centre, BORDER_REPLICATE);
      return Pixels.of(smooth).values();
    }
  }
}
