package io.github.dcpt4j.sdk.image.opencv;

import java.util.OptionalDouble;

/**
 * What a decoded matrix does not say of itself.
 *
 * @param greyInColours whether four channels hold grey three times and an alpha
 * @param transparentGrey the value of grey, 0 to 1, that stands for full transparency
 */
public record MatHints(boolean greyInColours, OptionalDouble transparentGrey) {
  /** A matrix whose channels are what they seem. */
  public static final MatHints NONE = new MatHints(false, OptionalDouble.empty());
}
