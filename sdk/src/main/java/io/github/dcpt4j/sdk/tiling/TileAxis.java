package io.github.dcpt4j.sdk.tiling;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tiles along one side of a frame: equal in length, spread evenly from one end to the other.
 *
 * @param length length of the frame
 * @param side length of a tile
 * @param count number of tiles
 * @param multiple places of tiles are multiples of this
 */
record TileAxis(int length, int side, int count, int multiple) {
  // Long enough for a network to see more than the joints of the bands.
  private static final int SHORTEST_BAND = 256;

  // Not nothing: a pixel that all tiles have next to their borders must come from somewhere.
  private static final double LEAST_WEIGHT = 1e-9;

  /**
   * Makes the shortest tiles that cover a frame.
   *
   * @param length length of the frame, a multiple of {@code limits.multiple()}
   * @param count number of tiles
   */
  static TileAxis of(int length, int count, TileLimits limits) {
    int multiple = limits.multiple();
    if (count == 1) {
      return new TileAxis(length, length, 1, multiple);
    }
    long covered = length + (count - 1L) * limits.alignedOverlap();
    int side = Math.toIntExact((covered + count - 1) / count);
    return new TileAxis(length, PaddedFrame.paddedSide(side, multiple, 1), count, multiple);
  }

  /**
   * A part of the frame's length.
   *
   * @param start its place
   * @param length its length
   */
  record Band(int start, int length) {}

  /** Parts that together are no longer than a tile, spread evenly over the frame's length. */
  Stream<Band> bands() {
    if (count == 1) {
      return Stream.of(new Band(0, length));
    }
    int bands = Math.max(1, side / Math.max(SHORTEST_BAND, multiple));
    int each = side / bands / multiple * multiple;
    // Midpoints of as many equal parts of the length.
    return IntStream.range(0, bands)
        .map(i -> Math.toIntExact((2L * i + 1) * length / (2L * bands)) - each / 2)
        .mapToObj(start -> new Band(start / multiple * multiple, each));
  }

  /** The largest number of tiles that are not shorter than the smallest side. */
  static int mostTiles(int length, TileLimits limits) {
    int smallest = limits.smallestSide();
    return length < smallest ? 1 : (length - smallest) / (smallest - limits.alignedOverlap()) + 1;
  }

  /** The place of a tile. */
  int start(int index) {
    // Even steps rounded down to multiples: neighbours are never farther apart than a tile
    // without its overlap, because that is a multiple too.
    return count == 1
        ? 0
        : Math.toIntExact((long) index * (length - side) / (count - 1) / multiple * multiple);
  }

  /** How much of each of its pixels a tile gives to the result; over all tiles the sum is 1. */
  float[] weights(int index) {
    float[] weights = new float[side];
    for (int i = 0; i < side; i++) {
      int place = start(index) + i;
      double sum = 0;
      // Tiles that reach this place are neighbours.
      for (int other = index; other >= 0 && start(other) + side > place; other--) {
        sum += window(other, place);
      }
      for (int other = index + 1; other < count && start(other) <= place; other++) {
        sum += window(other, place);
      }
      weights[i] = (float) (window(index, place) / sum);
    }
    return weights;
  }

  /** Rises smoothly over the overlap with the tile before, falls over that with the next. */
  private double window(int index, int place) {
    double rise = 1;
    if (index > 0) {
      int overlap = start(index - 1) + side - start(index);
      rise = smooth((place - start(index) + 0.5) / overlap);
    }
    double fall = 1;
    if (index < count - 1) {
      int overlap = start(index) + side - start(index + 1);
      fall = smooth((start(index) + side - place - 0.5) / overlap);
    }
    return rise * fall;
  }

  /**
   * Half a cosine wave from 0 to 1 over the middle half of the overlap: what is next to a tile's
   * border lacks its surroundings and hardly counts.
   */
  private static double smooth(double x) {
    double middle = Math.min(Math.max(2 * x - 0.5, 0), 1);
    return Math.max((1 - Math.cos(Math.PI * middle)) / 2, LEAST_WEIGHT);
  }
}
