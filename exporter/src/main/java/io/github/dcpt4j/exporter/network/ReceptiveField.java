package io.github.dcpt4j.exporter.network;

import io.github.dcpt4j.sdk.text.Text;
import java.util.OptionalInt;

/**
 * How far a restored pixel depends on the image, which decides how a picture may be cut into tiles.
 *
 * @param pixels distance beyond which a pixel has no influence that could be seen; absent where a
 *     result depends on the whole image, as with global pooling
 * @param pixelsWithGivenMeans the same if the means over the whole image are known from elsewhere;
 *     absent where these means are not all that depends on the whole image
 */
public record ReceptiveField(OptionalInt pixels, OptionalInt pixelsWithGivenMeans) {

  /** Checks the distances. */
  public ReceptiveField {
    requireDistance(pixels);
    requireDistance(pixelsWithGivenMeans);
  }

  private static void requireDistance(OptionalInt pixels) {
    if (pixels.isPresent() && pixels.getAsInt() < 0) {
      throw new IllegalArgumentException(Text.of("a reach of %d pixels", pixels.getAsInt()));
    }
  }

  /** Every result depends on the whole image. */
  public static ReceptiveField wholeImage() {
    return new ReceptiveField(OptionalInt.empty(), OptionalInt.empty());
  }

  /** A result depends on means over the whole image, and else on what lies at most so far away. */
  public static ReceptiveField means(int pixels) {
    return new ReceptiveField(OptionalInt.empty(), OptionalInt.of(pixels));
  }

  /** A result depends on what lies at most this number of pixels away. */
  public static ReceptiveField of(int pixels) {
    return new ReceptiveField(OptionalInt.of(pixels), OptionalInt.empty());
  }
}
