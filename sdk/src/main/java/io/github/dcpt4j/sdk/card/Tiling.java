package io.github.dcpt4j.sdk.card;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a model says of being given pictures in pieces.
 *
 * @param policy whether tiles give the same picture
 * @param overlap pixels that neighbouring tiles must share for that; absent where the model does
 *     not say, so that {@link #DEFAULT_OVERLAP} is taken
 * @param bytesPerPixel memory that the network takes for each pixel that is given to it; absent
 *     where the model does not say, so that {@link #DEFAULT_BYTES_PER_PIXEL} is assumed
 */
public record Tiling(TilingPolicy policy, OptionalInt overlap, OptionalInt bytesPerPixel) {
  /** Pixels that tiles share where the model does not say. */
  public static final int DEFAULT_OVERLAP = 128;

  /** Largest overlap accepted, in pixels. */
  public static final int LARGEST_OVERLAP = 2048;

  /** Bytes assumed for a pixel where the model does not say: enough for a small network. */
  public static final int DEFAULT_BYTES_PER_PIXEL = 1536;

  /** Largest number of bytes for each pixel that is accepted. */
  public static final int MOST_BYTES_PER_PIXEL = 1 << 24;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a size is out of its range
   */
  public Tiling {
    Objects.requireNonNull(policy, "policy");
    overlap.ifPresent(value -> require("tileOverlap", value, 0, LARGEST_OVERLAP));
    bytesPerPixel.ifPresent(value -> require("bytesPerPixel", value, 1, MOST_BYTES_PER_PIXEL));
  }

  /** The result at a pixel depends on the whole picture. */
  public static Tiling wholeImage() {
    return new Tiling(TilingPolicy.WHOLE_IMAGE, OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Tiles that share enough pixels give the same picture.
   *
   * @param overlap pixels that neighbours must share
   * @throws IllegalArgumentException if the overlap is out of its range
   */
  public static Tiling tiled(int overlap) {
    return new Tiling(TilingPolicy.TILED, OptionalInt.of(overlap), OptionalInt.empty());
  }

  /**
   * Tiles that share enough pixels and are given the same means give the same picture.
   *
   * @param overlap pixels that neighbours must share
   * @throws IllegalArgumentException if the overlap is out of its range
   */
  public static Tiling sharedMeans(int overlap) {
    return new Tiling(TilingPolicy.SHARED_MEANS, OptionalInt.of(overlap), OptionalInt.empty());
  }

  /**
   * Returns the same with what a pixel costs.
   *
   * @param bytes memory for each pixel that is given to the network
   * @throws IllegalArgumentException if the number is out of its range
   */
  public Tiling withBytesPerPixel(int bytes) {
    return new Tiling(policy, overlap, OptionalInt.of(bytes));
  }

  private static void require(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", not within " + least + " to " + most);
    }
  }
}
