package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.pow;
import static org.bytedeco.opencv.global.opencv_imgproc.GaussianBlur;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TRUNC;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Motion during the exposure: the mean of the picture's linear light at the instants of a random
 * camera path, as high-speed video gives it (Nah et al., CVPR 2017; Rim et al., ECCV 2022).
 *
 * <p>Paths are 1 to 40 pixels long, straight, bent or shaky, with a little roll and zoom; in half
 * of the pictures near things move more than far ones, by a guessed depth, and in a third an object
 * moves on a path of its own. One path in twenty is shorter than 3 pixels, since a network must
 * leave sharp places alone. In a third, what is nearly white is up to 2.5 times brighter than the
 * photograph can show, so that lamps become streaks. In a third the clean picture is a little soft,
 * as frames of high-speed cameras are; the blurred one has faint noise or was a JPEG file in
 * halves.
 *
 * <p>The clean picture stands at the mean of each path. High-speed video shows the instant in the
 * middle, which lies within a pixel of it unless the path is long and much bent; but an offset that
 * cannot be told from the blurred picture would teach a network to smear.
 */
public final class MotionBlur implements Degradation {

  private static final Range BARELY = new Range(0.3, 3);
  private static final double TYPICAL_LENGTH = 7.5;
  private static final double LENGTH_SPREAD = 0.6;
  private static final Range LENGTH = new Range(1.5, 40);
  private static final double ENLARGED = 0.1;
  private static final Range ENLARGEMENT = new Range(1, 1.3);
  private static final double OBJECT_MOVES = 0.3;
  private static final double PARALLAX = 0.5;
  private static final double LAMPS = 0.3;
  private static final Range LAMP_BRIGHTNESS = new Range(1, 2.5);
  private static final double LAMP_THRESHOLD = 0.9;
  private static final double SOFT = 0.3;
  private static final Range SOFTNESS = new Range(0.4, 0.8);
  private static final CameraFinish FINISH =
      new CameraFinish(new CameraNoise(new Range(5e-5, 1e-3)), 0.35, 0.5);
  private static final double GAMMA = 2.2;

  @Override
  public String label() {
    return "motion-blur";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    try (Mat light = linear(clean);
        Mat blurred = Exposure.draw(drawLength(random), random).of(light, 0, random)) {
      return developed(blurred, random);
    }
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    PhotographWindow.requirePhotograph(photograph, side);
    Exposure exposure = Exposure.draw(drawLength(random), random);
    double enlargement = random.nextDouble() < ENLARGED ? ENLARGEMENT.draw(random) : 1;
    int smaller = (int) (Math.min(photograph.cols(), photograph.rows()) * enlargement);
    int margin = Math.min(exposure.reach(side), (smaller - side) / 2);
    PhotographWindow window =
        PhotographWindow.structured(photograph, side + 2 * margin, 1 / enlargement, random);
    try (Mat surroundings = window.cut(photograph)) {
      if (random.nextDouble() < SOFT) {
        soften(surroundings, SOFTNESS.draw(random));
      }
      try (Mat light = linear(surroundings);
          Rect inner = new Rect(margin, margin, side, side)) {
        Mat target;
        if (random.nextDouble() < LAMPS) {
          lightLamps(light, surroundings, LAMP_BRIGHTNESS.draw(random));
          try (Mat piece = new Mat(light, inner)) {
            target = gammaCompressed(piece);
          }
        } else {
          try (Mat piece = new Mat(surroundings, inner)) {
            target = piece.clone();
          }
        }
        try (Mat blurred = exposure.of(light, margin, random)) {
          return new PatchPair(developed(blurred, random), target);
        }
      }
    }
  }

  private static double drawLength(RandomGenerator random) {
    if (random.nextInt(20) == 0) {
      return BARELY.draw(random);
    }
    double length = TYPICAL_LENGTH * Math.exp(LENGTH_SPREAD * random.nextGaussian());
    return Math.max(LENGTH.low(), Math.min(LENGTH.high(), length));
  }

  private static Mat linear(Mat picture) {
    Mat light = new Mat();
    pow(picture, GAMMA, light);
    return light;
  }

  /** Clips at white and rounds to 8 bits. */
  private static Mat gammaCompressed(Mat light) {
    Mat picture = new Mat();
    try (Mat clipped = new Mat()) {
      threshold(light, clipped, 1, 1, THRESH_TRUNC);
      pow(clipped, 1 / GAMMA, picture);
    }
    Pixels.roundToEightBits(picture);
    return picture;
  }

  private static Mat developed(Mat light, RandomGenerator random) {
    try (Mat picture = gammaCompressed(light)) {
      return FINISH.apply(Pixels.of(picture), random);
    }
  }

  private static void soften(Mat picture, double sigma) {
    try (Size window = new Size(5, 5)) {
      GaussianBlur(picture, picture, window, sigma, sigma, BORDER_REFLECT_101, 0);
    }
  }

  /** Gives the light back that the photograph's white has clipped. */
  private static void lightLamps(Mat light, Mat picture, double brightness) {
    Pixels shown = Pixels.of(picture);
    Pixels lit = Pixels.of(light);
    float[] values = lit.values();
    for (int i = 0; i < values.length; i += 3) {
      float grey = (shown.values()[i] + shown.values()[i + 1] + shown.values()[i + 2]) / 3;
      if (grey > LAMP_THRESHOLD) {
        double white = Math.min(1, (grey - LAMP_THRESHOLD) / (1 - LAMP_THRESHOLD));
        float factor = (float) (1 + (brightness - 1) * white * white);
        for (int c = 0; c < 3; c++) {
          values[i + c] *= factor;
        }
      }
    }
    try (Mat brighter = lit.toMat()) {
      brighter.copyTo(light);
    }
  }

  /** What moves, and how, while the shutter is open. */
  private record Exposure(
      CameraPath camera, CameraPath object, boolean objectMoves, double parallax) {

    static Exposure draw(double length, RandomGenerator random) {
      boolean objectMoves = random.nextDouble() < OBJECT_MOVES;
      double objectLength = objectMoves ? drawLength(random) : 0;
      double parallax = random.nextDouble() < PARALLAX ? new Range(0.2, 1).draw(random) : 0;
      double longest = Math.max(length * MovingView.nearest(parallax), objectLength);
      int instants = CameraPath.denseInstants(longest);
      CameraPath camera = CameraPath.draw(length, instants, random);
      CameraPath object = objectMoves ? CameraPath.draw(objectLength, instants, random) : camera;
      return new Exposure(camera, object, objectMoves, parallax);
    }

    /** How much of the surroundings of a piece of this side gets into it, in pixels. */
    int reach(int side) {
      double shift = Math.max(camera.reach() * MovingView.nearest(parallax), object.reach());
      return (int) Math.ceil(shift + 0.02 * side) + 2;
    }

    /** The mean light of what lies inside the margin; a new picture. */
    Mat of(Mat light, int margin, RandomGenerator random) {
      try (MovingView view = MovingView.of(light, margin, parallax, random)) {
        return objectMoves ? view.mean(camera, object, random) : view.mean(camera);
      }
    }
  }
}
