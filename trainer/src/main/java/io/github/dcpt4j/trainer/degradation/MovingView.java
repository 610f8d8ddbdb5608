package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT_101;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC2;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.merge;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_CUBIC;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.THRESH_TOZERO;
import static org.bytedeco.opencv.global.opencv_imgproc.accumulate;
import static org.bytedeco.opencv.global.opencv_imgproc.remap;
import static org.bytedeco.opencv.global.opencv_imgproc.threshold;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;

/** A picture, less a margin around it, as a moving camera sees it. */
final class MovingView implements AutoCloseable {

  private static final double SLOWEST = 0.3;
  private static final double FASTEST = 1.8;

  /** Beyond this reach cubic interpolation cannot be told from linear, which is faster. */
  private static final double LONG_REACH = 3;

  private final Mat light;
  private final int margin;
  private final int width;
  private final int height;
  private final float[] speed;
  private final float[] places;
  private final Mat map;

  private MovingView(Mat light, int margin, float[] speed) {
    this.light = light;
    this.margin = margin;
    this.width = light.cols() - 2 * margin;
    this.height = light.rows() - 2 * margin;
    this.speed = speed;
    this.places = new float[2 * width * height];
    this.map = new Mat(height, width, CV_32FC2);
  }

  /**
   * A view of a picture that stays the caller's.
   *
   * @param light CV_32FC3, linear
   * @param margin pixels on each side that only show when something moves in
   * @param parallax 0 where all things move alike, 1 where they move as their guessed nearness says
   */
  static MovingView of(Mat light, int margin, double parallax, RandomGenerator random) {
    int width = light.cols() - 2 * margin;
    int height = light.rows() - 2 * margin;
    float[] speed = new float[width * height];
    if (parallax == 0) {
      Arrays.fill(speed, 1);
      return new MovingView(light, margin, speed);
    }
    Overview overview = Overview.of(light);
    DepthGuess guess = DepthGuess.draw(overview.pixels(), random);
    float[] distances = guess.at(Pixels.of(light), 0, 0, overview.scaleX(), overview.scaleY());
    double middle = 0;
    for (float distance : distances) {
      middle += distance / distances.length;
    }
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float distance = distances[(y + margin) * light.cols() + x + margin];
        double nearness = Math.max(SLOWEST, Math.min(FASTEST, middle / Math.max(0.1, distance)));
        speed[y * width + x] = (float) (1 + parallax * (nearness - 1));
      }
    }
    return new MovingView(light, margin, speed);
  }

  /** How much more than the camera's mean path the nearest things move. */
  static double nearest(double parallax) {
    return 1 + parallax * (FASTEST - 1);
  }

  /** The mean of the instants of a path; a new picture. */
  Mat mean(CameraPath camera) {
    try (Scalar black = new Scalar(0, 0, 0, 0);
        Mat sum = new Mat(height, width, CV_32FC3, black);
        Mat frame = new Mat()) {
      for (CameraPath.Pose pose : camera.poses()) {
        show(light, pose, speed, camera.reach(), frame);
        accumulate(frame, sum);
      }
      return averaged(sum, camera);
    }
  }

  /**
   * The same with an object of random shape that moves on its own; its opacity is averaged over
   * time as its colour is.
   *
   * @param object has as many poses as the camera
   */
  Mat mean(CameraPath camera, CameraPath object, RandomGenerator random) {
    float[] alike = new float[speed.length];
    Arrays.fill(alike, 1);
    try (Scalar black = new Scalar(0, 0, 0, 0);
        Mat sum = new Mat(height, width, CV_32FC3, black);
        Mat mask = objectMask(light.cols(), light.rows(), random);
        Mat frame = new Mat();
        Mat front = new Mat();
        Mat cover = new Mat();
        Mat unused = new Mat()) {
      for (int i = 0; i < camera.poses().size(); i++) {
        show(light, camera.poses().get(i), speed, camera.reach(), frame);
        show(light, object.poses().get(i), alike, object.reach(), front);
        remap(mask, cover, map, unused, INTER_LINEAR, BORDER_REFLECT_101, black);
        subtract(front, frame, front);
        multiply(front, cover, front);
        add(frame, front, frame);
        accumulate(frame, sum);
      }
      return averaged(sum, camera);
    }
  }

  private static Mat averaged(Mat sum, CameraPath path) {
    Mat mean = new Mat();
    sum.convertTo(mean, -1, 1.0 / path.poses().size(), 0);
    // Cubic interpolation overshoots, and light is never negative.
    threshold(mean, mean, 0, 0, THRESH_TOZERO);
    return mean;
  }

  private void show(Mat source, CameraPath.Pose pose, float[] speed, double reach, Mat frame) {
    double scale = 1 + pose.zoom();
    float cos = (float) (scale * Math.cos(pose.roll()));
    float sin = (float) (scale * Math.sin(pose.roll()));
    float middleX = (width - 1) / 2f;
    float middleY = (height - 1) / 2f;
    float shiftX = (float) pose.x();
    float shiftY = (float) pose.y();
    for (int y = 0; y < height; y++) {
      float down = y - middleY;
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        float right = x - middleX;
        places[2 * i] = margin + middleX + cos * right - sin * down + speed[i] * shiftX;
        places[2 * i + 1] = margin + middleY + sin * right + cos * down + speed[i] * shiftY;
      }
    }
    map.<FloatBuffer>createBuffer().put(places);
    int interpolation = reach > LONG_REACH ? INTER_LINEAR : INTER_CUBIC;
    try (Mat unused = new Mat();
        Scalar border = new Scalar(0)) {
      remap(source, frame, map, unused, interpolation, BORDER_REFLECT_101, border);
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

  @Override
  public void close() {
    map.close();
  }
}
