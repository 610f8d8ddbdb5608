package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;

/**
 * One layer of streaks that fall in about the same direction.
 *
 * @param angle radians from the vertical, positive leans to the right at the bottom
 * @param jitter standard deviation of a streak's angle about the layer's
 * @param coverage streak area in proportion to the picture's area, overlaps counted twice
 * @param length mean length of a streak in pixels
 * @param lengthSpread standard deviation of the logarithm of the length; 0 for streaks of one
 *     length
 * @param width of a streak in pixels, about where half of its brightness is left
 * @param widthSpread standard deviation of the logarithm of the width
 * @param clumping how likely a streak lies right beside the one before it, 0..1
 * @param brightness what the middle of the brightest streaks adds, 0..1
 * @param faintness how unequal streaks are: 0 gives all the same brightness, 1 anything down to
 *     nothing
 * @param taper how much thinner and dimmer a streak's upper end is than its lower one, 0..1
 */
record RainLayer(
    double angle,
    double jitter,
    double coverage,
    double length,
    double lengthSpread,
    double width,
    double widthSpread,
    double clumping,
    double brightness,
    double faintness,
    double taper) {

  private static final double END = 0.25;

  /** Adds the layer's streaks to {@code light}, a grey picture of {@code width * height} values. */
  void paint(float[] light, int columns, int rows, RandomGenerator random) {
    double margin = length;
    double area = (columns + 2 * margin) * (rows + 2 * margin);
    double expected = coverage * area / (length * Math.max(1, width));
    int streaks = (int) (expected + random.nextDouble());
    double x = 0;
    double y = 0;
    for (int i = 0; i < streaks; i++) {
      if (i > 0 && random.nextDouble() < clumping) {
        double along = 0.6 * length * random.nextGaussian();
        double across = 1.5 * width * random.nextGaussian();
        x += along * Math.sin(angle) + across * Math.cos(angle);
        y += along * Math.cos(angle) - across * Math.sin(angle);
      } else {
        x = random.nextDouble(-margin, columns + margin);
        y = random.nextDouble(-margin, rows + margin);
      }
      double extent = length * Math.min(2, Math.exp(lengthSpread * random.nextGaussian()));
      Streak streak =
          new Streak(
              x,
              y,
              angle + jitter * random.nextGaussian(),
              Math.max(3, extent),
              Math.max(0.35, 0.45 * width * Math.exp(widthSpread * random.nextGaussian())),
              brightness * (1 - faintness * random.nextDouble()));
      paint(streak, light, columns, rows);
    }
  }

  /** Middle, direction, length, standard deviation across, and the light in its middle. */
  private record Streak(
      double x, double y, double direction, double extent, double sigma, double strength) {}

  private void paint(Streak streak, float[] light, int columns, int rows) {
    double alongX = Math.sin(streak.direction());
    double alongY = Math.cos(streak.direction());
    double reach = 2.5 * streak.sigma();
    double halfX = Math.abs(alongX) * streak.extent() / 2 + reach;
    double halfY = Math.abs(alongY) * streak.extent() / 2 + reach;
    int top = (int) Math.max(0, Math.ceil(streak.y() - halfY));
    int bottom = (int) Math.min(rows - 1.0, Math.floor(streak.y() + halfY));
    for (int row = top; row <= bottom; row++) {
      double down = row - streak.y();
      // Only the columns that are near the streak's axis in this row.
      double axis = streak.x() + down * alongX / alongY;
      double span = reach / Math.abs(alongY);
      int left = (int) Math.max(0, Math.ceil(Math.max(axis - span, streak.x() - halfX)));
      int right =
          (int) Math.min(columns - 1.0, Math.floor(Math.min(axis + span, streak.x() + halfX)));
      for (int column = left; column <= right; column++) {
        double aside = column - streak.x();
        double along = (aside * alongX + down * alongY) / streak.extent() + 0.5;
        if (along > 0 && along < 1) {
          double across = aside * alongY - down * alongX;
          double body = 1 - taper * (1 - along);
          double sigma = Math.max(0.35, streak.sigma() * body);
          double ends = Math.min(1, Math.min(along, 1 - along) / END);
          double profile = Math.exp(-across * across / (2 * sigma * sigma));
          light[row * columns + column] += (float) (streak.strength() * body * ends * profile);
        }
      }
    }
  }
}
