package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.pow;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TOZERO;
import static org.bytedeco.opencv.global.opencv_imgproc.filter2D;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * A wide aperture: what lies nearer or farther than the plane of focus is blurred by the shape of
 * the lens's opening.
 *
 * <p>Of a thin lens the radius of a blurred point grows as {@code |1 - focus / distance|}.
 * Distances are guessed from the photograph (see {@link DepthGuess}); the focus lies at the
 * distance of a random place, or in a quarter of the pictures beside it. Radii reach 1.5 to 10
 * pixels where they are largest, every order of magnitude equally likely. Openings are discs or
 * have 5 to 9 blades. Light is added linearly (gamma 2.2), and what is nearly white counts as up to
 * three times as bright, as a clipped lamp is.
 *
 * <p>The real pictures of this kind are the pairs of DPDD.
 */
public final class Defocus implements Degradation {

  private static final Range LARGEST_RADIUS = new Range(1.5, 10);
  private static final Range REDUCTION = new Range(0.5, 1.2);
  private static final double GAMMA = 2.2;
  private static final double CLIPPED = 0.9;
  private static final Range MISSED = new Range(0.4, 2.2);
  private static final Range EXCESS = new Range(0, 2);
  private static final double STEP = 1.8;
  private static final double SMALLEST = 0.6;

  @Override
  public String label() {
    return "defocus";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    Overview overview = Overview.of(clean);
    Lens lens = Lens.draw(overview, random);
    Pixels pixels = Pixels.of(clean);
    float[] distances = lens.depth().at(pixels, 0, 0, overview.scaleX(), overview.scaleY());
    return expose(pixels, lens, distances);
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    PhotographWindow.requirePhotograph(photograph, side);
    Overview overview = Overview.of(photograph);
    Lens lens = Lens.draw(overview, random);
    int margin = (int) Math.ceil(lens.largestRadius());
    int full = side + 2 * margin;
    int smaller = Math.min(photograph.cols(), photograph.rows());
    double reduction = Math.min(REDUCTION.draw(random), (double) smaller / full);
    PhotographWindow window = PhotographWindow.random(photograph, full, reduction, random);
    try (Mat surroundings = window.cut(photograph);
        Rect inner = new Rect(margin, margin, side, side);
        Mat piece = new Mat(surroundings, inner)) {
      Pixels pixels = Pixels.of(surroundings);
      float[] distances = window.distances(pixels, lens.depth(), overview);
      try (Mat blurred = expose(pixels, lens, distances);
          Mat input = new Mat(blurred, inner)) {
        return new PatchPair(input.clone(), piece.clone());
      }
    }
  }

  /**
   * What a picture is taken with.
   *
   * @param depth of the scene
   * @param focus distance of what is sharp
   * @param spread the largest of {@code |1 - focus / distance|} in the picture
   * @param largestRadius of a blurred point there, in pixels
   * @param opening its shape
   * @param excess how much brighter white may have been than it was stored, 0 for no more
   */
  private record Lens(
      DepthGuess depth,
      double focus,
      double spread,
      double largestRadius,
      ApertureKernel opening,
      double excess) {

    static Lens draw(Overview overview, RandomGenerator random) {
      DepthGuess depth = DepthGuess.draw(overview.pixels(), random);
      float[] distances = depth.at(overview.pixels(), 0, 0, 1, 1);
      double focus = Math.max(0.1, distances[random.nextInt(distances.length)]);
      if (random.nextInt(4) == 0) {
        focus *= MISSED.drawLogarithmic(random);
      }
      double spread = 0.25;
      for (float distance : distances) {
        spread = Math.max(spread, defocus(focus, distance));
      }
      int blades = random.nextBoolean() ? 0 : random.nextInt(5, 10);
      return new Lens(
          depth,
          focus,
          spread,
          LARGEST_RADIUS.drawLogarithmic(random),
          new ApertureKernel(blades, random.nextDouble(Math.PI)),
          random.nextBoolean() ? 0 : EXCESS.draw(random));
    }

    /** What is nearer than a third of the focus counts as there: blur must not be boundless. */
    private static double defocus(double focus, double distance) {
      return Math.abs(1 - focus / Math.max(distance, focus / 3));
    }

    double radius(double distance) {
      return Math.min(largestRadius, largestRadius * defocus(focus, distance) / spread);
    }

    /** What is nearly white in linear light becomes brighter than white. */
    Pixels raise(Pixels light) {
      float[] values = light.values().clone();
      for (int i = 0; i < values.length; i++) {
        double over = Math.max(0, values[i] - CLIPPED) / (1 - CLIPPED);
        values[i] *= (float) (1 + excess * over * over);
      }
      return new Pixels(light.width(), light.height(), 3, values);
    }
  }

  private static Mat expose(Pixels scene, Lens lens, float[] distances) {
    float[] radii = distances;
    double largest = 0;
    for (int i = 0; i < radii.length; i++) {
      radii[i] = (float) lens.radius(distances[i]);
      largest = Math.max(largest, radii[i]);
    }
    float[] sum = new float[scene.values().length];
    try (Mat light = scene.toMat()) {
      pow(light, GAMMA, light);
      Pixels sharp = Pixels.of(light);
      try (Mat raised = lens.raise(sharp).toMat()) {
        for (int i = 0; i <= level(largest) + 1; i++) {
          float[] weights = weights(radii, i);
          if (i == 0) {
            add(sharp, weights, sum);
          } else if (isNeeded(weights)) {
            add(blurred(raised, radiusOf(i), lens.opening()), weights, sum);
          }
        }
      }
    }
    Mat picture = new Pixels(scene.width(), scene.height(), 3, sum).toMat();
    // A filter by Fourier transform leaves rounding below zero, which has no root.
    threshold(picture, picture, 0, 0, THRESH_TOZERO);
    pow(picture, 1 / GAMMA, picture);
    Pixels.roundToEightBits(picture);
    return picture;
  }

  /** Level 0 is sharp; the radius of level i is {@code SMALLEST * STEP^(i - 1)}. */
  private static double radiusOf(int level) {
    return level == 0 ? 0 : SMALLEST * Math.pow(STEP, level - 1);
  }

  /** The highest level whose radius is not above this one. */
  private static int level(double radius) {
    return radius < SMALLEST
        ? 0
        : 1 + (int) Math.floor(Math.log(radius / SMALLEST) / Math.log(STEP));
  }

  /** How much of each pixel comes from a level: all where it has its radius, none at the next. */
  private static float[] weights(float[] radii, int level) {
    double own = radiusOf(level);
    double below = level == 0 ? -1 : radiusOf(level - 1);
    double above = radiusOf(level + 1);
    float[] weights = new float[radii.length];
    for (int i = 0; i < radii.length; i++) {
      double away =
          radii[i] < own ? (own - radii[i]) / (own - below) : (radii[i] - own) / (above - own);
      weights[i] = (float) Math.max(0, 1 - away);
    }
    return weights;
  }

  private static boolean isNeeded(float[] weights) {
    for (float weight : weights) {
      if (weight > 0) {
        return true;
      }
    }
    return false;
  }

  private static Pixels blurred(Mat light, double radius, ApertureKernel opening) {
    try (Mat blurred = new Mat();
        Mat kernel = opening.ofRadius(radius);
        Point middle = new Point(-1, -1)) {
      filter2D(light, blurred, -1, kernel, middle, 0, BORDER_REFLECT_101);
      return Pixels.of(blurred);
    }
  }

  private static void add(Pixels picture, float[] weights, float[] sum) {
    float[] values = picture.values();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weights[i / 3] * values[i];
    }
  }
}
