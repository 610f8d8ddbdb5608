package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * A fixed factor and a fixed number to add after it: one of each for all channels, or one for each
 * channel.
 *
 * @param factors one, or as many as there are channels
 * @param offsets as many as there are factors
 */
public record Affine(List<Double> factors, List<Double> offsets) {

  /**
   * Checks that the numbers go in pairs.
   *
   * @throws IllegalArgumentException if there are none, or not as many of the ones as of the others
   */
  public Affine {
    factors = List.copyOf(factors);
    offsets = List.copyOf(offsets);
    if (factors.isEmpty() || factors.size() != offsets.size()) {
      throw new IllegalArgumentException(
          Text.of("factors %s and offsets %s do not go in pairs", factors, offsets));
    }
  }

  /** The same for all channels. */
  public static Affine of(double factor, double offset) {
    return new Affine(List.of(factor), List.of(offset));
  }

  /** Whether there is a pair for each of this number of channels. */
  public boolean fits(int channels) {
    return factors.size() == 1 || factors.size() == channels;
  }

  /** The factor of a channel. */
  public double factor(int channel) {
    return factors.get(factors.size() == 1 ? 0 : channel);
  }

  /** The number that is added to a channel. */
  public double offset(int channel) {
    return offsets.get(offsets.size() == 1 ? 0 : channel);
  }
}
