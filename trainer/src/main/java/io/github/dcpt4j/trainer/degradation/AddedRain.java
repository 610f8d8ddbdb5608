package io.github.dcpt4j.trainer.degradation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Rain as benchmarks make it: streaks as light that is added to the picture, so nothing gets
 * darker.
 *
 * <p>Three kinds: single drops as short bright tapered strokes of one direction (50 %, the look of
 * Rain100L of Yang et al., CVPR 2017), fine lines of one length such as the technique of
 * thresholded and motion-filtered noise gives (20 %, that of Rain1400 of Fu et al., CVPR 2017), and
 * heavy rain of two to five layers that differ in direction (30 %, Rain100H). Directions reach 45
 * degrees from the vertical, lengths 5 to 60 pixels, brightness 0.12 to 0.9. The light is added and
 * clipped in four of five pictures and screened, {@code 1 - (1 - a)(1 - b)}, in the others.
 */
final class AddedRain implements Degradation {

  private static final double STEEPEST = Math.toRadians(45);
  private static final double DROPS = 0.5;
  private static final double LINES = 0.2;
  private static final double SCREENED = 0.2;

  @Override
  public String label() {
    return "rain";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels pixels = Pixels.ofPicture(clean);
    float[] light = new float[pixels.width() * pixels.height()];
    for (RainLayer layer : drawLayers(random)) {
      layer.paint(light, pixels.width(), pixels.height(), random);
    }
    boolean screened = random.nextDouble() < SCREENED;
    float[] values = pixels.values();
    for (int i = 0; i < values.length; i++) {
      float streak = Math.min(1, light[i / 3]);
      values[i] += screened ? streak * (1 - values[i]) : streak;
    }
    return pixels.toEightBitMat();
  }

  private static List<RainLayer> drawLayers(RandomGenerator random) {
    double angle =
        Math.max(-STEEPEST, Math.min(STEEPEST, Math.toRadians(18) * random.nextGaussian()));
    double kind = random.nextDouble();
    if (kind < DROPS) {
      return List.of(drops(angle, random));
    }
    if (kind < DROPS + LINES) {
      return List.of(lines(angle, new Range(0.04, 0.25), random));
    }
    List<RainLayer> layers = new ArrayList<>();
    int count = random.nextInt(2, 6);
    for (int i = 0; i < count; i++) {
      double direction = angle + Math.toRadians(15) * random.nextGaussian();
      layers.add(
          random.nextBoolean()
              ? drops(direction, random)
              : lines(direction, new Range(0.1, 0.4), random));
    }
    return layers;
  }

  private static RainLayer drops(double angle, RandomGenerator random) {
    return new RainLayer(
        angle,
        Math.toRadians(new Range(0, 1.8).draw(random)),
        new Range(0.05, 0.32).drawLogarithmic(random),
        new Range(10, 50).drawLogarithmic(random),
        new Range(0.1, 0.7).draw(random),
        new Range(1, 3).draw(random),
        new Range(0, 0.4).draw(random),
        new Range(0, 0.5).draw(random),
        new Range(0.12, 0.9).draw(random),
        new Range(0.3, 1).draw(random),
        new Range(0, 0.7).draw(random));
  }

  private static RainLayer lines(double angle, Range coverage, RandomGenerator random) {
    return new RainLayer(
        angle,
        Math.toRadians(new Range(0, 0.6).draw(random)),
        coverage.draw(random),
        new Range(10, 60).drawLogarithmic(random),
        0,
        new Range(0.8, 1.8).draw(random),
        0,
        0,
        new Range(0.2, 0.7).draw(random),
        new Range(0.5, 1).draw(random),
        0);
  }
}
