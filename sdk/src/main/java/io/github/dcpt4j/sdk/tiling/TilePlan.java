package io.github.dcpt4j.sdk.tiling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a picture is cut: tiles of one shape in rows and columns over the picture's frame, each
 * sharing pixels with its neighbours. All sides and places are multiples of what the network asks
 * for, so that every tile sees the grid of its layers where the whole picture would see it.
 */
public final class TilePlan {
  private final PaddedFrame frame;
  private final TileAxis across;
  private final TileAxis down;

  private TilePlan(PaddedFrame frame, TileAxis across, TileAxis down) {
    this.frame = frame;
    this.across = across;
    this.down = down;
  }

  /** Returns the plan that does not cut: one tile, as large as the frame. */
  public static TilePlan whole(PaddedFrame frame) {
    return new TilePlan(
        frame,
        new TileAxis(frame.paddedWidth(), frame.paddedWidth(), 1, 1),
        new TileAxis(frame.paddedHeight(), frame.paddedHeight(), 1, 1));
  }

  /**
   * Returns the plan that computes the fewest pixels among those that the limits allow; a frame
   * that fits is not cut.
   *
   * @param frame a frame made by {@link TileLimits#frame}
   * @param limits what tiles may be
   * @return the plan; absent if even the smallest tiles take more memory than there is
   */
  public static Optional<TilePlan> of(PaddedFrame frame, TileLimits limits) {
    if (limits.allowWhole(frame)) {
      return Optional.of(whole(frame));
    }
    TilePlan best = null;
    int mostRows = TileAxis.mostTiles(frame.paddedHeight(), limits);
    int mostColumns = TileAxis.mostTiles(frame.paddedWidth(), limits);
    int columns = 1;
    // More rows make lower tiles, so that the columns needed only become fewer: the search runs
    // along the border of what fits.
    for (int rows = mostRows; rows >= 1; rows--) {
      TileAxis down = TileAxis.of(frame.paddedHeight(), rows, limits);
      TileAxis across = TileAxis.of(frame.paddedWidth(), columns, limits);
      while (columns < mostColumns && !limits.allow(across.side(), down.side(), frame)) {
        columns++;
        across = TileAxis.of(frame.paddedWidth(), columns, limits);
      }
      if (!limits.allow(across.side(), down.side(), frame)) {
        break;
      }
      TilePlan plan = new TilePlan(frame, across, down);
      if (best == null || plan.computedPixels() < best.computedPixels()) {
        best = plan;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Returns the frame that is cut. */
  public PaddedFrame frame() {
    return frame;
  }

  /** Returns the width of every tile. */
  public int tileWidth() {
    return across.side();
  }

  /** Returns the height of every tile. */
  public int tileHeight() {
    return down.side();
  }

  /** Returns the number of tiles beside each other. */
  public int columns() {
    return across.count();
  }

  /** Returns the number of tiles below each other. */
  public int rows() {
    return down.count();
  }

  /** Returns the number of tiles. */
  public int count() {
    return columns() * rows();
  }

  /** Returns whether the picture is not cut. */
  public boolean isWhole() {
    return count() == 1;
  }

  /** Returns the number of pixels of all tiles together. */
  public long computedPixels() {
    return (long) count() * tileWidth() * tileHeight();
  }

  /** Returns the tiles row by row from the top, each row from the left. */
  public List<Tile> tiles() {
    List<Tile> tiles = new ArrayList<>(count());
    for (int row = 0; row < rows(); row++) {
      for (int column = 0; column < columns(); column++) {
        tiles.add(new Tile(column, row, across.start(column), down.start(row)));
      }
    }
    return tiles;
  }

  int rowStart(int row) {
    return down.start(row);
  }

  /** Returns for each row of a tile the picture's row that it shows. */
  public int[] sourceRows(Tile tile) {
    return frame.rows(tile.y(), tileHeight());
  }

  /** Returns for each column of a tile the picture's column that it shows. */
  public int[] sourceColumns(Tile tile) {
    return frame.columns(tile.x(), tileWidth());
  }

  /**
   * Returns rows of the picture that stand for all of them: as many as a tile has at most, in bands
   * that are spread evenly from the top to the bottom; all rows of the frame where it is not cut.
   */
  public int[] sampleRows() {
    return down.bands()
        .flatMapToInt(band -> IntStream.of(frame.rows(band.start(), band.length())))
        .toArray();
  }

  /** Returns columns of the picture that stand for all of them, see {@link #sampleRows}. */
  public int[] sampleColumns() {
    return across
        .bands()
        .flatMapToInt(band -> IntStream.of(frame.columns(band.start(), band.length())))
        .toArray();
  }

  /** Returns the part of the frame that the sample is, above 0 to 1. */
  public double sampledShare() {
    return (double) sampleRows().length * sampleColumns().length / frame.pixels();
  }

  /**
   * Returns how much each column of a tile counts in the result. A pixel's weight is the product of
   * its column's and its row's; the weights of all tiles at one pixel of the frame add up to 1.
   */
  public float[] columnWeights(Tile tile) {
    return across.weights(tile.column());
  }

  /** Returns how much each row of a tile counts in the result, see {@link #columnWeights}. */
  public float[] rowWeights(Tile tile) {
    return down.weights(tile.row());
  }

  /** Returns the part of the frame that a tile stands for, 0 to 1; the shares add up to 1. */
  public double share(Tile tile) {
    return sum(columnWeights(tile)) * sum(rowWeights(tile)) / frame.pixels();
  }

  /** Returns the smallest number of pixels that neighbours share; 0 if the picture is not cut. */
  public int overlap() {
    return isWhole() ? 0 : Math.min(overlap(across), overlap(down));
  }

  private static int overlap(TileAxis axis) {
    int least = Integer.MAX_VALUE;
    for (int i = 1; i < axis.count(); i++) {
      least = Math.min(least, axis.start(i - 1) + axis.side() - axis.start(i));
    }
    return least;
  }

  private static double sum(float[] weights) {
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /** Returns the number of tiles and their shape. */
  @Override
  public String toString() {
    return columns() + "x" + rows() + " tiles of " + tileWidth() + "x" + tileHeight();
  }
}
