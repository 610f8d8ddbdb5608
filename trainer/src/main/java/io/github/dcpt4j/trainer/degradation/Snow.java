package io.github.dcpt4j.trainer.degradation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Falling snow: flakes that hide part of the scene, {@code clean * (1 - a) + snow * a}.
 *
 * <p>Up to four layers share a direction: a powder of distant flakes below a pixel (in half of the
 * pictures), small ones that fall 1 to 9 pixels during the exposure, larger ones, and large discs
 * out of focus that are more than half transparent. In half of the pictures the snow that is too
 * far away to be seen adds a thin uneven veil, up to a quarter. Snow is white, a little grey or
 * bluish. These are the kinds of the small, medium and large subsets of Snow100K.
 */
public final class Snow implements Degradation {

  private static final double STEEPEST = Math.toRadians(50);
  private static final Range BRIGHTNESS = new Range(0.82, 1);
  private static final Range BLUE = new Range(0, 0.04);
  private static final Range VEIL = new Range(0.02, 0.25);
  private static final double POWDER = 0.5;
  private static final double MEDIUM = 0.75;
  private static final double LARGE = 0.4;

  @Override
  public String label() {
    return "snow";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels pixels = Pixels.ofPicture(clean);
    double white = BRIGHTNESS.draw(random);
    double tint = BLUE.draw(random);
    double[] snow = {white - tint, white - tint / 2, white};
    float[] clearness = new float[pixels.width() * pixels.height()];
    Arrays.fill(clearness, 1);
    if (random.nextBoolean()) {
      veil(clearness, pixels.width(), pixels.height(), random);
    }
    for (FlakeLayer layer : drawLayers(random)) {
      layer.cover(clearness, pixels.width(), pixels.height(), random);
    }
    float[] values = pixels.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (snow[i % 3] + (values[i] - snow[i % 3]) * clearness[i / 3]);
    }
    return pixels.toEightBitMat();
  }

  private static void veil(float[] clearness, int width, int height, RandomGenerator random) {
    double strength = VEIL.draw(random);
    try (Mat field = SmoothField.draw(width, height, 3, random)) {
      float[] hills = Pixels.of(field).values();
      for (int i = 0; i < clearness.length; i++) {
        double uneven = 1 + 0.25 * Math.max(-2, Math.min(2, hills[i]));
        clearness[i] = (float) (1 - Math.min(VEIL.high(), strength * uneven));
      }
    }
  }

  private static List<FlakeLayer> drawLayers(RandomGenerator random) {
    double angle =
        Math.max(-STEEPEST, Math.min(STEEPEST, Math.toRadians(20) * random.nextGaussian()));
    double flutter = Math.toRadians(new Range(2, 14).draw(random));
    double speed = new Range(0.3, 1).draw(random);
    List<FlakeLayer> layers = new ArrayList<>();
    if (random.nextDouble() < POWDER) {
      layers.add(
          new FlakeLayer(
              angle,
              flutter,
              new Range(0.008, 0.05).drawLogarithmic(random),
              new Range(0.3, 0.7),
              new Range(0, 5 * speed),
              1,
              new Range(0.05, new Range(0.15, 0.45).draw(random))));
    }
    layers.add(
        new FlakeLayer(
            angle,
            flutter,
            new Range(0.0015, 0.012).drawLogarithmic(random),
            new Range(0.6, 1.5),
            new Range(1, 9 * speed),
            1.3,
            new Range(0.35, 1)));
    if (random.nextDouble() < MEDIUM) {
      layers.add(
          new FlakeLayer(
              angle,
              flutter,
              new Range(0.0004, 0.003).drawLogarithmic(random),
              new Range(1.4, 3.5),
              new Range(0, 7 * speed),
              new Range(0.6, 1.4).draw(random),
              new Range(0.3, 0.95)));
    }
    if (random.nextDouble() < LARGE) {
      layers.add(
          new FlakeLayer(
              angle,
              flutter,
              new Range(0.00004, 0.0003).drawLogarithmic(random),
              new Range(3.5, 9),
              new Range(0, 10 * speed),
              new Range(0.2, 0.8).draw(random),
              new Range(0.12, 0.5)));
    }
    return layers;
  }
}
