package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.tiling.TilePlan;

/**
 * How a picture was cut.
 *
 * @param columns tiles beside each other; 1 with one row if the picture was not cut
 * @param rows tiles below each other
 * @param width width of each tile in pixels, as the network saw it
 * @param height height of each tile
 * @param overlap pixels that neighbours share at least; 0 if the picture was not cut
 */
public record TileReport(int columns, int rows, int width, int height, int overlap) {

  static TileReport of(TilePlan plan) {
    return new TileReport(
        plan.columns(), plan.rows(), plan.tileWidth(), plan.tileHeight(), plan.overlap());
  }

  /** Returns the number of tiles. */
  public int count() {
    return columns * rows;
  }

  /** Returns whether the picture was given to the network in one piece. */
  public boolean isWhole() {
    return count() == 1;
  }
}
