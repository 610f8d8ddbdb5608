package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;

/**
 * Self-attention within square windows (Liu et al., Swin Transformer, ICCV 2021): every pixel
 * attends to the pixels of its own window.
 *
 * <p>Windows are cut after the feature map was moved by {@code shift} pixels up and to the left,
 * what leaves on one side coming back on the other. So the windows of the last row and the last
 * column hold pixels that are no neighbours in the image; a mask keeps those from attending to each
 * other. Pixels of a window count row by row, windows likewise.
 *
 * @param channels C, of queries, keys and values each
 * @param heads number of heads, each of C / heads channels
 * @param window side of a window in pixels; height and width have to be multiples of it
 * @param shift how far the windows are shifted, 0 to window - 1
 * @param positionBias whether a learnt number for the position of the key relative to the query is
 *     added to their product
 * @param masked whether shifted windows are masked
 */
public record WindowAttention(
    int channels, int heads, int window, int shift, boolean positionBias, boolean masked)
    implements Layer {

  /** What is added to the product of a query and a key that a mask keeps apart. */
  public static final float MASKED = -100;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range or the heads do not divide the channels
   */
  public WindowAttention {
    if (heads < 1 || channels < heads || channels % heads != 0) {
      throw new IllegalArgumentException(
          Text.of("%d channels do not divide into %d heads", channels, heads));
    }
    if (window < 1 || shift < 0 || shift >= window) {
      throw new IllegalArgumentException(
          Text.of("windows of %d pixels cannot be shifted by %d", window, shift));
    }
  }

  /** Number of channels of a head. */
  public int headChannels() {
    return channels / heads;
  }

  /** Number of pixels of a window. */
  public int tokens() {
    return window * window;
  }

  /** What queries are multiplied by. */
  public double queryScale() {
    return 1 / Math.sqrt(headChannels());
  }

  /** Whether there are windows with pixels to keep apart. */
  public boolean needsMask() {
    return masked && shift > 0;
  }

  /** Number of relative positions, which is the number of rows of the bias table. */
  public int relativePositions() {
    return (2 * window - 1) * (2 * window - 1);
  }

  /**
   * The row of the bias table that holds the bias of a pair of pixels of a window.
   *
   * @param query pixel that attends, 0 to tokens - 1
   * @param key pixel that is attended to
   */
  public int relativePosition(int query, int key) {
    int rows = query / window - key / window + window - 1;
    int columns = query % window - key % window + window - 1;
    return rows * (2 * window - 1) + columns;
  }

  /**
   * Whether the mask keeps two pixels of a shifted window apart: only one of them has come round
   * from the other side of the feature map.
   *
   * @param lastRow whether the window is one of the last row of windows
   * @param lastColumn whether it is one of the last column
   */
  public boolean separates(boolean lastRow, boolean lastColumn, int query, int key) {
    boolean rows = cameRound(query / window) != cameRound(key / window);
    boolean columns = cameRound(query % window) != cameRound(key % window);
    return lastRow && rows || lastColumn && columns;
  }

  private boolean cameRound(int place) {
    return place >= window - shift;
  }

  /**
   * With a position bias {@code name.relative_position_bias_table} [(2 window - 1)^2, heads], which
   * starts normal with deviation 0.02.
   */
  @Override
  public List<Parameter> parameters(String name) {
    return positionBias
        ? List.of(
            new Parameter(
                name + ".relative_position_bias_table",
                List.of(relativePositions(), heads),
                Init.TRANSFORMER))
        : List.of();
  }
}
