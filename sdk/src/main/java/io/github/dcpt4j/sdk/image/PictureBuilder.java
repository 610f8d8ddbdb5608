package io.github.dcpt4j.sdk.image;

import java.util.Arrays;
import java.util.Objects;

/**
 * A picture in the making, tile by tile. It stores what it is given in the final sample type, so a
 * picture of bytes never stands in memory as floats. What is never put stays black. Tiles that do
 * not overlap may be put by several threads at once.
 */
public final class PictureBuilder {
  private final Picture source;
  private final AlphaPlane alpha;
  private Samples colours;

  PictureBuilder(Picture source) {
    this.source = source;
    alpha = source.alpha().orElse(null);
    colours = Samples.allocate(source.sampleType(), source.colours().length());
  }

  /**
   * Stores a tile. Values are limited to 0 to 1 and, for integers, rounded; a grey picture takes
   * the mean of the three planes, which errs least where each is an estimate of the same grey.
   *
   * @param x column of the tile's top left
   * @param y row of the tile's top left
   * @param tile what to store there, in place of what was there
   * @return this builder
   * @throws IndexOutOfBoundsException if the tile reaches over the edge of the picture
   * @throws IllegalStateException if the picture is built
   */
  public PictureBuilder put(int x, int y, Planes tile) {
    requireOpen();
    Objects.checkFromIndexSize(x, tile.width(), source.width());
    Objects.checkFromIndexSize(y, tile.height(), source.height());
    int channels = source.channels();
    float[] row = new float[tile.width()];
    float[] mean = new float[tile.width()];
    for (int line = 0; line < tile.height(); line++) {
      int start = ((y + line) * source.width() + x) * channels;
      Arrays.fill(mean, 0);
      for (int channel = 0; channel < Picture.CHANNELS; channel++) {
        tile.readRow(channel, line, row);
        if (source.isGrey()) {
          addThird(row, mean);
        } else {
          colours.scatter(row, start + channel, channels);
        }
      }
      if (source.isGrey()) {
        colours.scatter(mean, start, channels);
      }
    }
    return this;
  }

  /**
   * Returns the picture. Pixels that are fully transparent have the source's own colours, which
   * nobody sees.
   *
   * @throws IllegalStateException if the picture is built already
   */
  public Picture build() {
    requireOpen();
    if (alpha != null) {
      keepHiddenColours();
    }
    Picture result =
        Picture.owning(
            source.width(),
            source.height(),
            source.isGrey(),
            colours,
            alpha == null ? null : alpha.samples(),
            source.metadata());
    colours = null;
    return result;
  }

  private void keepHiddenColours() {
    int channels = source.channels();
    int pixels = source.width() * source.height();
    int run = 0;
    while (run < pixels) {
      int next = alpha.endOfRun(run, pixels);
      if (alpha.isHidden(run)) {
        int start = run * channels;
        colours.place(source.colours(), start, 1, start, 1, (next - run) * channels);
      }
      run = next;
    }
  }

  private void requireOpen() {
    if (colours == null) {
      throw new IllegalStateException("the picture is built already");
    }
  }

  private static void addThird(float[] values, float[] sum) {
    for (int i = 0; i < values.length; i++) {
      sum[i] += values[i] / Picture.CHANNELS;
    }
  }
}
