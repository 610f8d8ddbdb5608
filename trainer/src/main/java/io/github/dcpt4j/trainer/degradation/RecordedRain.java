package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.flip;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Rain whose light was recorded, not drawn: a random part of a random layer, mirrored or not, 0.4
 * to 1.2 times as bright, is added to the picture and clipped. A layer that is smaller than the
 * picture goes on as its own reflection.
 */
public final class RecordedRain implements Degradation {

  private static final Range BRIGHTNESS = new Range(0.4, 1.2);
  private static final int LEFT_RIGHT = 1;

  private final List<Mat> layers;

  /**
   * Takes light from layers, which stay the caller's.
   *
   * @param layers CV_32FC1, the light that the rain adds, 0..1; at least one
   * @throws IllegalArgumentException if there is no layer or one is of another type
   */
  public RecordedRain(List<Mat> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("Recorded rain needs at least one layer");
    }
    for (Mat layer : layers) {
      if (layer.empty() || layer.type() != CV_32FC1) {
        throw new IllegalArgumentException("Expected CV_32FC1 layers of light in 0..1");
      }
    }
    this.layers = List.copyOf(layers);
  }

  @Override
  public String label() {
    return "rain";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels picture = Pixels.ofPicture(clean);
    double brightness = BRIGHTNESS.draw(random);
    try (Mat light = window(picture.width(), picture.height(), random)) {
      float[] added = Pixels.of(light).values();
      float[] values = picture.values();
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) brightness * added[i / 3];
      }
    }
    return picture.toEightBitMat();
  }

  private Mat window(int width, int height, RandomGenerator random) {
    Mat layer = layers.get(random.nextInt(layers.size()));
    try (Mat enlarged = new Mat();
        Scalar unused = new Scalar(0)) {
      int right = Math.max(0, width - layer.cols());
      int bottom = Math.max(0, height - layer.rows());
      copyMakeBorder(layer, enlarged, 0, bottom, 0, right, BORDER_REFLECT, unused);
      int x = random.nextInt(enlarged.cols() - width + 1);
      int y = random.nextInt(enlarged.rows() - height + 1);
      Mat part = new Mat();
      try (Rect area = new Rect(x, y, width, height);
          Mat window = new Mat(enlarged, area)) {
        if (random.nextBoolean()) {
          flip(window, part, LEFT_RIGHT);
        } else {
          window.copyTo(part);
        }
      }
      return part;
    }
  }
}
