package io.github.dcpt4j.sdk.image.metadata;

import java.util.Optional;

/**
 * How many pixels lie on a length when the picture is printed.
 *
 * @param horizontal pixels on a unit of width, above 0
 * @param vertical pixels on a unit of height, above 0
 * @param unit the length
 */
public record Resolution(double horizontal, double vertical, Unit unit) {
  private static final double METRES_PER_INCH = 0.0254;
  private static final double MOST_PER_METRE = 1e9;
  // Conversion rounds.
  private static final double TOLERANCE = 1.01;

  /** The length that the pixels lie on. */
  public enum Unit {
    /** An inch of 2.54 cm. */
    INCH(METRES_PER_INCH),
    /** A centimetre. */
    CENTIMETRE(0.01),
    /** A metre. */
    METRE(1),
    /** No length: the numbers state the shape of a pixel only. */
    NONE(Double.NaN);

    private final double metres;

    Unit(double metres) {
      this.metres = metres;
    }
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if they are not positive, or more than a thousand pixels lie
   *     on a micrometre
   */
  public Resolution {
    double most = most(unit) * TOLERANCE;
    if (!(horizontal > 0 && horizontal <= most && vertical > 0 && vertical <= most)) {
      throw new IllegalArgumentException("a resolution of " + horizontal + " by " + vertical);
    }
  }

  /**
   * Returns a resolution, if the numbers make one that says more than that pixels are square.
   *
   * @param horizontal pixels on a unit of width
   * @param vertical pixels on a unit of height
   * @param unit the length
   */
  public static Optional<Resolution> ofStated(double horizontal, double vertical, Unit unit) {
    boolean silent = unit == Unit.NONE && horizontal == vertical;
    double most = most(unit);
    boolean valid = horizontal > 0 && horizontal <= most && vertical > 0 && vertical <= most;
    return !silent && valid
        ? Optional.of(new Resolution(horizontal, vertical, unit))
        : Optional.empty();
  }

  /** Returns the same resolution in another unit; itself if one of them is no length. */
  public Resolution in(Unit other) {
    if (other == unit || other == Unit.NONE || unit == Unit.NONE) {
      return this;
    }
    double factor = other.metres / unit.metres;
    return new Resolution(neat(horizontal * factor), neat(vertical * factor), other);
  }

  /** Whole pixels on a metre are not whole ones on an inch; 599.9988 was meant to be 600. */
  private static double neat(double value) {
    double rounded = Math.rint(value);
    return rounded > 0 && Math.abs(value - rounded) < 0.02 ? rounded : value;
  }

  /** Returns this resolution for a picture that is turned by 90 degrees. */
  public Resolution turned() {
    return new Resolution(vertical, horizontal, unit);
  }

  private static double most(Unit unit) {
    return unit == Unit.NONE ? MOST_PER_METRE : MOST_PER_METRE * unit.metres;
  }
}
