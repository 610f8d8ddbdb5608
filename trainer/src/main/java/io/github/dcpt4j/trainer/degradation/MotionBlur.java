package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.merge;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_core.pow;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TOZERO;
import static org.bytedeco.opencv.global.opencv_imgproc.WARP_INVERSE_MAP;
import static org.bytedeco.opencv.global.opencv_imgproc.accumulate;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Motion during the exposure: the mean of the picture at the instants of a random camera path.
 *
 * <p>Paths are 1 to 40 pixels long, mostly 4 to 18, straight, bent or shaky, with a little roll and
 * zoom so that the blur differs from place to place; one in twelve is shorter than 3 pixels, since
 * a network must leave sharp places alone. Half of the exposures are the mean of 7 to 15 frames
 * with gaps between them, as high-speed video gives, the others are continuous. Half are averaged
 * in linear light (gamma 2.2). In a quarter of the pictures an object moves on a path of its own.
 * The clean picture stands at the mean of the path.
 *
 * <p>{@link #sample} enlarges the photograph 1 to 2.6 times, because frames of such videos are
 * larger and softer than small photographs are.
 */
public final class MotionBlur implements Degradation {

  private static final Range ENLARGEMENT = new Range(1, 2.6);
  private static final Range BARELY = new Range(0.2, 3);
  private static final double TYPICAL_LENGTH = 9;
  private static final double LENGTH_SPREAD = 0.7;
  private static final Range LENGTH = new Range(1, 40);
  private static final double GAMMA = 2.2;

  @Override
  public String label() {
    return "motion-blur";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    Mat blurred = new Mat();
    expose(clean, 0, Motion.draw(random), blurred, random);
    return blurred;
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    Motion motion = Motion.draw(random);
    int margin = (int) Math.ceil(motion.reach() + 0.02 * side) + 2;
    int full = side + 2 * margin;
    PhotographWindow.requirePhotograph(photograph, side);
    int smaller = Math.min(photograph.cols(), photograph.rows());
    double enlargement = Math.max(ENLARGEMENT.draw(random), (double) full / smaller);
    PhotographWindow window = PhotographWindow.random(photograph, full, 1 / enlargement, random);
    try (Mat surroundings = window.cut(photograph);
        Rect inner = new Rect(margin, margin, side, side);
        Mat piece = new Mat(surroundings, inner)) {
      Mat input = new Mat();
      expose(surroundings, margin, motion, input, random);
      return new PatchPair(input, piece.clone());
    }
  }

  /** What one exposure is made of. */
  private record Motion(
      CameraPath camera, CameraPath object, boolean objectMoves, boolean linearLight) {

    static Motion draw(RandomGenerator random) {
      double length = drawLength(random);
      boolean frames = random.nextBoolean();
      boolean objectMoves = random.nextDouble() < 0.25;
      double objectLength = objectMoves ? drawLength(random) : 0;
      int instants =
          frames
              ? 2 * random.nextInt(3, 8) + 1
              : CameraPath.denseInstants(Math.max(length, objectLength));
      CameraPath camera = CameraPath.draw(length, instants, random);
      CameraPath object = objectMoves ? CameraPath.draw(objectLength, instants, random) : camera;
      return new Motion(camera, object, objectMoves, random.nextBoolean());
    }

    private static double drawLength(RandomGenerator random) {
      if (random.nextInt(12) == 0) {
        return BARELY.draw(random);
      }
      double length = TYPICAL_LENGTH * Math.exp(LENGTH_SPREAD * random.nextGaussian());
      return Math.max(LENGTH.low(), Math.min(LENGTH.high(), length));
    }

    double reach() {
      return Math.max(camera.reach(), object.reach());
    }
  }

  private static void expose(
      Mat source, int margin, Motion motion, Mat blurred, RandomGenerator random) {
    int width = source.cols() - 2 * margin;
    int height = source.rows() - 2 * margin;
    try (Mat light = new Mat();
        Mat mask =
            motion.objectMoves() ? objectMask(source.cols(), source.rows(), random) : new Mat();
        Mat frame = new Mat();
        Mat object = new Mat();
        Mat cover = new Mat();
        Scalar black = new Scalar(0, 0, 0, 0);
        Mat sum = new Mat(height, width, CV_32FC3, black)) {
      if (motion.linearLight()) {
        pow(source, GAMMA, light);
      } else {
        source.copyTo(light);
      }
      int instants = motion.camera().poses().size();
      for (int i = 0; i < instants; i++) {
        move(light, margin, motion.camera().poses().get(i), frame, width, height);
        if (motion.objectMoves()) {
          CameraPath.Pose pose = motion.object().poses().get(i);
          move(light, margin, pose, object, width, height);
          move(mask, margin, pose, cover, width, height);
          subtract(object, frame, object);
          multiply(object, cover, object);
          add(frame, object, frame);
        }
        accumulate(frame, sum);
      }
      sum.convertTo(blurred, -1, 1.0 / instants, 0);
      if (motion.linearLight()) {
        // Cubic interpolation overshoots, and a negative light has no root.
        threshold(blurred, blurred, 0, 0, THRESH_TOZERO);
        pow(blurred, 1 / GAMMA, blurred);
      }
      Pixels.roundToEightBits(blurred);
    }
  }

  private static void move(
      Mat source, int margin, CameraPath.Pose pose, Mat moved, int width, int height) {
    double scale = 1 + pose.zoom();
    double cos = scale * Math.cos(pose.roll());
    double sin = scale * Math.sin(pose.roll());
    double middleX = (width - 1) / 2.0;
    double middleY = (height - 1) / 2.0;
    float[] transform = {
      (float) cos,
      (float) -sin,
      (float) (margin + middleX + pose.x() - cos * middleX + sin * middleY),
      (float) sin,
      (float) cos,
      (float) (margin + middleY + pose.y() - sin * middleX - cos * middleY)
    };
    try (Mat matrix = new Pixels(3, 2, 1, transform).toMat();
        Size size = new Size(width, height);
        Scalar border = new Scalar(0)) {
      warpAffine(
          source, moved, matrix, size, INTER_CUBIC | WARP_INVERSE_MAP, BORDER_REFLECT_101, border);
    }
  }

  /** A blob with an edge of a pixel or two, the same in three channels. */
  private static Mat objectMask(int width, int height, RandomGenerator random) {
    double threshold = 0.5 * random.nextGaussian();
    double steepness = new Range(0.1, 0.6).draw(random) * Math.max(width, height);
    try (Mat field = SmoothField.draw(width, height, random.nextInt(3, 6), random)) {
      Pixels pixels = Pixels.of(field);
      float[] values = pixels.values();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (1 / (1 + Math.exp(-steepness * (values[i] - threshold))));
      }
      Mat mask = new Mat();
      try (Mat plane = pixels.toMat();
          MatVector planes = new MatVector(plane, plane, plane)) {
        merge(planes, mask);
      }
      return mask;
    }
  }
}
