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
 * @param width distance across which a streak's brightness falls to 61 %, in pixels
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
    for (int i = 0; i < streaks; i++) {
      double x = random.nextDouble(-margin, columns + margin);
      double y = random.nextDouble(-margin, rows + margin);
      double direction = angle + jitter * random.nextGaussian();
      double extent = length * Math.min(2, Math.exp(lengthSpread * random.nextGaussian()));
      double strength = brightness * (1 - faintness * random.nextDouble());
      paintStreak(light, columns, rows, x, y, direction, Math.max(2, extent), strength);
    }
  }

  private void paintStreak(
      float[] light,
      int columns,
      int rows,
      double x,
      double y,
      double direction,
      double extent,
      double strength) {
    double alongX = Math.sin(direction);
    double alongY = Math.cos(direction);
    double reach = 1.5 * width + 0.5;
    double halfX = Math.abs(alongX) * extent / 2 + reach;
    double halfY = Math.abs(alongY) * extent / 2 + reach;
    int top = (int) Math.max(0, Math.ceil(y - halfY));
    int bottom = (int) Math.min(rows - 1.0, Math.floor(y + halfY));
    for (int row = top; row <= bottom; row++) {
      // Only the columns that are near the streak's axis in this row.
      double axis = x + (row - y) * alongX / alongY;
      double span = reach / Math.abs(alongY);
      int left = (int) Math.max(0, Math.ceil(Math.max(axis - span, x - halfX)));
      int right = (int) Math.min(columns - 1.0, Math.floor(Math.min(axis + span, x + halfX)));
      for (int column = left; column <= right; column++) {
        double along = ((column - x) * alongX + (row - y) * alongY) / extent + 0.5;
        if (along > 0 && along < 1) {
          double across = (column - x) * alongY - (row - y) * alongX;
          double body = 1 - taper * (1 - along);
          double sigma = Math.max(0.35, 0.7 * width * body);
          double ends = Math.min(1, Math.min(along, 1 - along) / END);
          double profile = Math.exp(-across * across / (2 * sigma * sigma));
          light[row * columns + column] += (float) (strength * body * ends * profile);
        }
      }
    }
  }
}
