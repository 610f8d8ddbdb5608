package io.github.dcpt4j.sdk.tiling;

/**
 * What a network and the memory allow a tile to be.
 *
 * @param multiple sides and places of tiles are multiples of this many pixels
 * @param minimum smallest side in pixels
 * @param overlap pixels that neighbours share at least
 * @param bytesPerPixel memory that the network takes for each pixel of a tile
 * @param memory bytes that a tile, and what is kept of its row for blending, may take
 */
public record TileLimits(int multiple, int minimum, int overlap, long bytesPerPixel, long memory) {
  // Three float planes over the whole width, where neighbouring rows of tiles are blended.
  private static final long BLENDING_BYTES_PER_PIXEL = 3L * Float.BYTES;
  // A buffer of three planes must not hold more bytes than an int can count.
  private static final long MOST_PIXELS = Integer.MAX_VALUE / BLENDING_BYTES_PER_PIXEL;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the overlap is negative or another value is not positive
   */
  public TileLimits {
    if (multiple < 1 || minimum < 1 || overlap < 0 || bytesPerPixel < 1 || memory < 1) {
      throw new IllegalArgumentException(
          "multiple "
              + multiple
              + ", minimum "
              + minimum
              + ", overlap "
              + overlap
              + ", bytes per pixel "
              + bytesPerPixel
              + ", memory "
              + memory);
    }
  }

  /**
   * Returns the same limits with as much memory as square tiles of a side need, or the smallest
   * tiles if they are larger; never with more than before.
   *
   * @param side the side in pixels
   * @param frame the frame to be cut
   */
  public TileLimits forTilesOf(int side, PaddedFrame frame) {
    int allowed = PaddedFrame.paddedSide(Math.max(side, smallestSide()), multiple, minimum);
    return withMemory(Math.min(memory, bytes(allowed, allowed, frame)));
  }

  /** Returns the same limits with another amount of memory. */
  public TileLimits withMemory(long bytes) {
    return new TileLimits(multiple, minimum, overlap, bytesPerPixel, bytes);
  }

  /** Returns the frame of a picture of this size. */
  public PaddedFrame frame(int width, int height) {
    return PaddedFrame.of(width, height, multiple, minimum);
  }

  /** Returns the bytes that a plan takes. */
  public long bytes(TilePlan plan) {
    return plan.isWhole()
        ? plan.frame().pixels() * bytesPerPixel
        : bytes(plan.tileWidth(), plan.tileHeight(), plan.frame());
  }

  /** Returns whether the whole frame may be given to the network at once. */
  public boolean allowWhole(PaddedFrame frame) {
    return frame.pixels() <= MOST_PIXELS && frame.pixels() * bytesPerPixel <= memory;
  }

  boolean allow(int tileWidth, int tileHeight, PaddedFrame frame) {
    return (long) tileHeight * frame.paddedWidth() <= MOST_PIXELS
        && bytes(tileWidth, tileHeight, frame) <= memory;
  }

  private long bytes(int tileWidth, int tileHeight, PaddedFrame frame) {
    return tileHeight
        * (tileWidth * bytesPerPixel + frame.paddedWidth() * BLENDING_BYTES_PER_PIXEL);
  }

  /** The overlap, rounded up to a multiple. */
  int alignedOverlap() {
    return (overlap + multiple - 1) / multiple * multiple;
  }

  /** The smallest side that is worth its overlap: half of a tile at least is its own. */
  int smallestSide() {
    return PaddedFrame.paddedSide(2 * alignedOverlap() + 1, multiple, minimum);
  }
}
