package io.github.dcpt4j.exporter.onnx.rewrite;

/**
 * Where the numbers of a value were found to lie.
 *
 * @param low the smallest number
 * @param high the largest number, not below the smallest
 */
public record ValueRange(float low, float high) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not finite, or they are in the wrong order
   */
  public ValueRange {
    if (!Float.isFinite(low) || !Float.isFinite(high) || low > high) {
      throw new IllegalArgumentException("a range from " + low + " to " + high);
    }
  }

  /** The smallest range that holds both. */
  public ValueRange and(ValueRange other) {
    return new ValueRange(Math.min(low, other.low), Math.max(high, other.high));
  }

  /** The largest distance from zero. */
  float reach() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
