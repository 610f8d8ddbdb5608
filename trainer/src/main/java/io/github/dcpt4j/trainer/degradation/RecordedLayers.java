package io.github.dcpt4j.trainer.degradation;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REFLECT;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.copyMakeBorder;
import static org.bytedeco.opencv.global.opencv_core.flip;

import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Rain or snow that was recorded, not drawn: a random part of a random layer, mirrored or not, 0.4
 * to 1.2 times as bright. A layer that is smaller than the picture goes on as its own reflection.
 */
public final class RecordedLayers implements Degradation {

  private static final Range BRIGHTNESS = new Range(0.4, 1.2);
  private static final int LEFT_RIGHT = 1;

  private final String label;
  private final List<Mat> layers;
  private final boolean hides;

  private RecordedLayers(String label, List<Mat> layers, boolean hides) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("Recorded " + label + " needs at least one layer");
    }
    for (Mat layer : layers) {
      if (layer.empty() || layer.type() != CV_32FC1) {
        throw new IllegalArgumentException("Expected CV_32FC1 layers of light in 0..1");
      }
    }
    this.label = label;
    this.layers = List.copyOf(layers);
    this.hides = hides;
  }

  /**
   * Rain, whose light is added to the picture and clipped.
   *
   * @param layers CV_32FC1, the light that the rain adds, 0..1; at least one; stay the caller's
   * @throws IllegalArgumentException if there is no layer or one is of another type
   */
  public static RecordedLayers rain(List<Mat> layers) {
    return new RecordedLayers("rain", layers, false);
  }

  /**
   * Snow, which hides the picture: {@code clean * (1 - layer) + layer}.
   *
   * @param layers CV_32FC1, the part of the picture that white flakes hide, 0..1; at least one;
   *     stay the caller's
   * @throws IllegalArgumentException if there is no layer or one is of another type
   */
  public static RecordedLayers snow(List<Mat> layers) {
    return new RecordedLayers("snow", layers, true);
  }

  /**
   * What layers of a label make of a picture.
   *
   * @param label {@code rain} or {@code snow}
   * @param layers as {@link #rain} and {@link #snow} take them
   * @throws IllegalArgumentException if there is another label, no layer, or one of another type
   */
  public static RecordedLayers of(String label, List<Mat> layers) {
    return switch (label) {
      case "rain" -> rain(layers);
      case "snow" -> snow(layers);
      default ->
          throw new IllegalArgumentException(Text.of("Layers hold rain or snow, not '%s'", label));
    };
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels picture = Pixels.ofPicture(clean);
    double brightness = BRIGHTNESS.draw(random);
    try (Mat light = window(picture.width(), picture.height(), random)) {
      float[] added = Pixels.of(light).values();
      float[] values = picture.values();
      for (int i = 0; i < values.length; i++) {
        float layer = (float) brightness * added[i / 3];
        values[i] += hides ? Math.min(1, layer) * (1 - values[i]) : layer;
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
