package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.line;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Scratches that hide the picture: 5 to 10 straight lines, 5 to 10 pixels thick, between points
 * anywhere in the picture; all of them white or all black.
 */
public final class Inpainting implements Degradation {

  private static final int FEWEST = 5;
  private static final int MOST = 10;
  private static final int THINNEST = 5;
  private static final int THICKEST = 10;

  @Override
  public String label() {
    return "inpainting";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels picture = Pixels.ofPicture(clean);
    float paint = random.nextBoolean() ? 1 : 0;
    byte[] hidden = scratches(picture.width(), picture.height(), random);
    float[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      if (hidden[i / 3] != 0) {
        values[i] = paint;
      }
    }
    return picture.toEightBitMat();
  }

  /** Not zero where a line runs. */
  private static byte[] scratches(int width, int height, RandomGenerator random) {
    byte[] hidden = new byte[width * height];
    try (Scalar nothing = new Scalar(0);
        Scalar full = new Scalar(255);
        Mat mask = new Mat(height, width, CV_8UC1, nothing)) {
      int lines = random.nextInt(FEWEST, MOST + 1);
      for (int i = 0; i < lines; i++) {
        int thickness = random.nextInt(THINNEST, THICKEST + 1);
        try (Point from = point(width, height, random);
            Point to = point(width, height, random)) {
          line(mask, from, to, full, thickness, LINE_8, 0);
        }
      }
      mask.data().get(hidden, 0, hidden.length);
    }
    return hidden;
  }

  /** The upper bounds belong to the range, as in the method's own data. */
  private static Point point(int width, int height, RandomGenerator random) {
    return new Point(random.nextInt(width + 1), random.nextInt(height + 1));
  }
}
