package io.github.dcpt4j.exporter.network;

/** Recovers a factor from channels that were computed with it and rounded down. */
public final class Ratio {

  private static final int MOST_DIGITS = 1000;

  private Ratio() {}

  /**
   * A factor that, times the channels and rounded down, gives all of these hidden channels: the
   * roundest that exists.
   *
   * @param channels channels of blocks, at least one
   * @param hidden hidden channels of the same blocks
   * @param usual the factor to prefer if it fits
   */
  public static double roundest(int[] channels, int[] hidden, double usual) {
    if (fits(channels, hidden, usual)) {
      return usual;
    }
    for (int digits = 1; digits <= MOST_DIGITS; digits *= 10) {
      double nearest = Math.ceil((double) hidden[0] / channels[0] * digits) / digits;
      if (fits(channels, hidden, nearest)) {
        return nearest;
      }
    }
    return (hidden[0] + 0.5) / channels[0];
  }

  private static boolean fits(int[] channels, int[] hidden, double factor) {
    for (int i = 0; i < channels.length; i++) {
      if ((int) (channels[i] * factor) != hidden[i]) {
        return false;
      }
    }
    return true;
  }
}
