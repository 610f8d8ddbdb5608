package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Rain as cameras see it: {@code I = J (1 - S - F) + s S + a F} (Hu et al., CVPR 2019).
 *
 * <p>S are thin semi-transparent streaks of one to three layers: the far ones short, fine and many,
 * the near ones long, wide and faint, since they are out of focus. They have the sky's grey, so
 * they brighten what is dark and darken a bright sky. F is the veil of the rain that is too far to
 * be seen as streaks; it grows with a guessed distance. Faint camera noise and JPEG follow in a
 * part.
 */
final class RainInAir implements Degradation {

  private static final double STEEPEST = Math.toRadians(35);
  private static final Range STREAK_GREY = new Range(0.65, 1);
  private static final Range AIR_GREY = new Range(0.55, 0.9);
  private static final double TINT = 0.02;
  private static final double VEILED = 0.8;
  private static final Range BETA = new Range(0.004, 0.05);
  private static final Range FULL_RAIN = new Range(0.5, 8);
  private static final double THICKEST = 0.75;
  private static final double DENSEST = 0.9;
  private static final double MIDDLE = 0.8;
  private static final double NEAR = 0.5;
  private static final CameraFinish FINISH =
      new CameraFinish(new CameraNoise(new Range(5e-5, 1e-3)), 0.25, 0.5);

  @Override
  public String label() {
    return "rain";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels pixels = Pixels.ofPicture(clean);
    float[] distances = distances(clean, pixels, random);
    float[] streaks = drawStreaks(distances, pixels.width(), pixels.height(), random);
    double beta = random.nextDouble() < VEILED ? BETA.drawLogarithmic(random) : 0;
    double streakGrey = STREAK_GREY.draw(random);
    double airGrey = AIR_GREY.draw(random);
    double tint = TINT * random.nextGaussian();
    float[] streak = grey(streakGrey, tint);
    float[] air = grey(airGrey, tint);
    float[] values = pixels.values();
    for (int i = 0; i < streaks.length; i++) {
      float far = (float) Math.min(THICKEST, 1 - Math.exp(-beta * distances[i]));
      float near = (float) Math.min(DENSEST, streaks[i]);
      for (int c = 0; c < 3; c++) {
        float behind = values[3 * i + c] + far * (air[c] - values[3 * i + c]);
        values[3 * i + c] = behind + near * (streak[c] - behind);
      }
    }
    return FINISH.apply(pixels, random);
  }

  private static float[] grey(double brightness, double tint) {
    return new float[] {
      (float) (brightness - tint), (float) brightness, (float) (brightness + tint)
    };
  }

  private static float[] distances(Mat clean, Pixels pixels, RandomGenerator random) {
    Overview overview = Overview.of(clean);
    return DepthGuess.draw(overview.pixels(), random)
        .at(pixels, 0, 0, overview.scaleX(), overview.scaleY());
  }

  /** Opacities, 0 or more. */
  private static float[] drawStreaks(
      float[] distances, int width, int height, RandomGenerator random) {
    double angle =
        Math.max(-STEEPEST, Math.min(STEEPEST, Math.toRadians(10) * random.nextGaussian()));
    double speed = new Range(0.5, 2).drawLogarithmic(random);
    double strength = new Range(0.5, 1.5).draw(random);
    float[] streaks = new float[distances.length];
    layer(angle, new Range(0.15, 1.2), 18 * speed, new Range(0.7, 1.1), 0.35 * strength, random)
        .paint(streaks, width, height, random);
    double full = FULL_RAIN.draw(random);
    for (int i = 0; i < streaks.length; i++) {
      // Much of the fine rain falls behind what is near.
      streaks[i] *= (float) Math.min(1, distances[i] / full);
    }
    if (random.nextDouble() < MIDDLE) {
      layer(angle, new Range(0.03, 0.3), 35 * speed, new Range(0.9, 1.8), 0.5 * strength, random)
          .paint(streaks, width, height, random);
    }
    if (random.nextDouble() < NEAR) {
      layer(angle, new Range(0.01, 0.12), 60 * speed, new Range(2.5, 7), 0.2 * strength, random)
          .paint(streaks, width, height, random);
    }
    return streaks;
  }

  private static RainLayer layer(
      double angle,
      Range coverage,
      double length,
      Range width,
      double opacity,
      RandomGenerator random) {
    return new RainLayer(
        angle,
        Math.toRadians(new Range(0.3, 2.5).draw(random)),
        coverage.drawLogarithmic(random),
        length,
        0.4,
        width.draw(random),
        0.2,
        new Range(0, 0.3).draw(random),
        opacity,
        new Range(0.5, 1).draw(random),
        new Range(0, 0.4).draw(random));
  }
}
