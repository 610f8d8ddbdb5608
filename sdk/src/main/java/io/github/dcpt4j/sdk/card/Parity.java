package io.github.dcpt4j.sdk.card;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How closely an exported graph agrees with the reference computation of the same network.
 *
 * @param height height of the test picture in pixels
 * @param width width of the test picture in pixels
 * @param differences for each head, the largest absolute difference of any output value
 */
public record Parity(int height, int width, Map<Head, Double> differences) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a side is not positive, there is no difference, or one is
   *     negative or not finite
   */
  public Parity {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("the parity test size " + height + "x" + width);
    }
    differences = immutableCopy(differences);
  }

  private static Map<Head, Double> immutableCopy(Map<Head, Double> differences) {
    if (differences.isEmpty()) {
      throw new IllegalArgumentException("parity without any head");
    }
    differences.forEach(
        (head, difference) -> {
          if (!Double.isFinite(difference) || difference < 0) {
            throw new IllegalArgumentException("parity difference " + difference + " of " + head);
          }
        });
    return Collections.unmodifiableMap(new EnumMap<>(differences));
  }
}
