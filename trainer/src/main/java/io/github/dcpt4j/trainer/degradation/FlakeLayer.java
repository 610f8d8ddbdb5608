package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;

/**
 * Snowflakes at about the same distance: they have about the same size and are about as sharp.
 *
 * @param angle radians from the vertical, positive falls to the right
 * @param flutter standard deviation of a flake's angle about the layer's
 * @param density flakes for each pixel of the picture
 * @param radius of a flake in pixels; every order of magnitude is equally likely
 * @param travel how far a flake falls during the exposure, in pixels
 * @param softness width of a flake's edge in radii
 * @param opacity how much of the scene a flake hides, 0..1
 */
record FlakeLayer(
    double angle,
    double flutter,
    double density,
    Range radius,
    Range travel,
    double softness,
    Range opacity) {

  /**
   * Lets less of the scene through.
   *
   * @param clearness the part of the scene that is seen, 0..1, for {@code columns * rows} pixels;
   *     multiplied in place
   */
  void cover(float[] clearness, int columns, int rows, RandomGenerator random) {
    double margin = 2 * radius.high() + travel.high() / 2;
    double expected = density * (columns + 2 * margin) * (rows + 2 * margin);
    int flakes = (int) (expected + random.nextDouble());
    for (int i = 0; i < flakes; i++) {
      double size = radius.drawLogarithmic(random);
      double direction = angle + flutter * random.nextGaussian();
      Flake flake =
          new Flake(
              random.nextDouble(-margin, columns + margin),
              random.nextDouble(-margin, rows + margin),
              Math.sin(direction),
              Math.cos(direction),
              travel.draw(random) / 2,
              size,
              Math.max(1, softness * size),
              opacity.draw(random));
      flake.cover(clearness, columns, rows);
    }
  }

  /**
   * A disc that moved along a straight line.
   *
   * @param x of the middle
   * @param y of the middle
   * @param directionX unit vector of the fall
   * @param directionY unit vector of the fall
   * @param half of the way that it moved
   * @param radius where half of the opacity is left
   * @param edge width of the fall-off
   * @param opacity in the middle
   */
  private record Flake(
      double x,
      double y,
      double directionX,
      double directionY,
      double half,
      double radius,
      double edge,
      double opacity) {

    void cover(float[] clearness, int columns, int rows) {
      double reach = reach();
      double spanX = reach + half * Math.abs(directionX);
      double spanY = reach + half * Math.abs(directionY);
      int left = (int) Math.max(0, Math.ceil(x - spanX));
      int right = (int) Math.min(columns - 1.0, Math.floor(x + spanX));
      int top = (int) Math.max(0, Math.ceil(y - spanY));
      int bottom = (int) Math.min(rows - 1.0, Math.floor(y + spanY));
      for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
          double aside = column - x;
          double below = row - y;
          double along = aside * directionX + below * directionY;
          double inside = Math.min(1, (reach - distance(aside, below, along)) / edge);
          if (inside > 0) {
            double smooth = inside * inside * (3 - 2 * inside) * exposure(Math.abs(along));
            clearness[row * columns + column] *= (float) (1 - opacity * smooth);
          }
        }
      }
    }

    /**
     * The part of the time that the flake stayed over a place: towards its ends the way is faint.
     */
    private double exposure(double along) {
      double shorter = Math.max(0.5, Math.min(half, radius));
      return Math.max(0, Math.min(1, (half + reach() - along) / (2 * shorter)));
    }

    private double reach() {
      return radius + edge / 2;
    }

    /** From the line that the middle moved along. */
    private double distance(double right, double down, double along) {
      double nearest = Math.max(-half, Math.min(half, along));
      return Math.hypot(right - nearest * directionX, down - nearest * directionY);
    }
  }
}
