package io.github.dcpt4j.sdk.tiling;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.PictureBuilder;
import io.github.dcpt4j.sdk.image.Planes;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Puts the restored tiles of a plan together, blended where they overlap. Takes the tiles in the
 * plan's order and holds one row of tiles in native memory; rows of pixels that no later tile
 * reaches go on to the picture.
 */
public final class Mosaic implements AutoCloseable {
  private final TilePlan plan;
  private final PictureBuilder target;
  // Sums of weighted tiles: three planes as wide as the frame and as high as a tile, from the
  // current row of tiles on. Absent where nothing is blended.
  private final FloatPointer sums;
  private final float[] tileLine;
  private final float[] sumLine;
  private int next;

  /**
   * Starts a mosaic.
   *
   * @param plan the plan whose tiles are to come
   * @param target receives the picture
   * @throws OutOfMemoryError if there is no native memory for a row of tiles
   */
  public Mosaic(TilePlan plan, PictureBuilder target) {
    this.plan = plan;
    this.target = target;
    tileLine = new float[plan.tileWidth()];
    sumLine = new float[plan.tileWidth()];
    sums = plan.isWhole() ? null : zeros((long) Picture.CHANNELS * sumPlane());
  }

  private static FloatPointer zeros(long count) {
    FloatPointer values = new FloatPointer(count);
    values.zero();
    return values;
  }

  /**
   * Adds the next tile.
   *
   * @param tile the next tile in the plan's order
   * @param values what the network made of it, [3, tile height, tile width], from the buffer's
   *     position on
   * @throws IllegalArgumentException if another tile is next
   */
  public void add(Tile tile, FloatBuffer values) {
    if (tile.row() * plan.columns() + tile.column() != next) {
      throw new IllegalArgumentException("tile number " + next + " is next, not " + tile);
    }
    next++;
    if (sums == null) {
      put(0, values, plan.tileHeight());
      return;
    }
    FloatBuffer blended = sums.asBuffer();
    blend(tile, values, blended);
    if (tile.column() == plan.columns() - 1) {
      boolean last = tile.row() == plan.rows() - 1;
      int finished = last ? plan.tileHeight() : plan.rowStart(tile.row() + 1) - tile.y();
      put(tile.y(), blended, finished);
      if (!last) {
        moveUp(blended, finished);
      }
    }
  }

  private void blend(Tile tile, FloatBuffer values, FloatBuffer blended) {
    float[] across = plan.columnWeights(tile);
    float[] down = plan.rowWeights(tile);
    int width = plan.tileWidth();
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      for (int y = 0; y < plan.tileHeight(); y++) {
        int line = (channel * plan.tileHeight() + y) * width;
        values.get(values.position() + line, tileLine);
        int sum = channel * sumPlane() + y * plan.frame().paddedWidth() + tile.x();
        blended.get(sum, sumLine);
        for (int x = 0; x < width; x++) {
          sumLine[x] += down[y] * across[x] * tileLine[x];
        }
        blended.put(sum, sumLine);
      }
    }
  }

  /** The frame's first finished rows go to the picture, without what lies outside of it. */
  private void put(int y, FloatBuffer planes, int finished) {
    PaddedFrame frame = plan.frame();
    int visible = Math.min(finished, frame.height() - y);
    if (visible > 0) {
      target.put(
          0,
          y,
          Planes.of(planes, frame.paddedWidth(), plan.tileHeight())
              .part(0, 0, frame.width(), visible));
    }
  }

  /** Makes the first unfinished row the first one. */
  private void moveUp(FloatBuffer blended, int finished) {
    int width = plan.frame().paddedWidth();
    float[] line = new float[width];
    float[] empty = new float[width];
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      int plane = channel * sumPlane();
      for (int y = 0; y < plan.tileHeight(); y++) {
        int source = y + finished;
        if (source < plan.tileHeight()) {
          blended.get(plane + source * width, line);
          blended.put(plane + y * width, line);
        } else {
          blended.put(plane + y * width, empty);
        }
      }
    }
  }

  private int sumPlane() {
    return Math.multiplyExact(plan.frame().paddedWidth(), plan.tileHeight());
  }

  /** Releases the native memory. */
  @Override
  public void close() {
    if (sums != null) {
      sums.close();
    }
  }
}
