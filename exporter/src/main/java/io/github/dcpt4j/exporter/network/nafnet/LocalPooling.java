package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.ops.CoarseWindow;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Means over windows of a size that follows from the pictures trained on, so that a network meets
 * the same statistics on large pictures as on those (Chu et al., Improving Image Restoration by
 * Revisiting Global Information Aggregation, ECCV 2022). Where a window covers the whole feature
 * map there is one mean, as with global pooling.
 *
 * @param rows height of the pictures trained on
 * @param columns width of them
 * @param fast whether the windows see only some of the pixels
 */
record LocalPooling(Side rows, Side columns, boolean fast) implements Pooling {

  private static final int SMALLEST_TRAINING_SIZE = 8;
  private static final int LARGEST_TRAINING_SIZE = 1 << 16;

  /**
   * One side of the pictures trained on.
   *
   * @param given pixels
   * @param finest side of the finest feature map, after the padding inside the network
   */
  record Side(int given, int finest) {

    /** The window's side at a level: one and a half times the feature map's in training. */
    int window(int level) {
      int base = given + given / 2;
      return Math.toIntExact((long) (finest >> level) * base / given);
    }

    /** The same window in steps that grow finer with the level. */
    CoarseWindow coarseWindow(int level) {
      int steps = CoarseWindow.LARGEST_STEP * (finest >> level) / given;
      int largest = Math.min(Math.max(steps, 1), CoarseWindow.LARGEST_STEP);
      return new CoarseWindow(window(level), largest);
    }
  }

  /**
   * The windows of a network.
   *
   * @param trainingSize height and width
   * @throws IllegalArgumentException if these are not two sides that the network can be trained on
   */
  static LocalPooling of(NafFrame frame, List<Integer> trainingSize, boolean fast) {
    int multiple = frame.sizeMultiple();
    boolean fits =
        trainingSize.size() == 2
            && trainingSize.stream()
                .allMatch(
                    side ->
                        side >= SMALLEST_TRAINING_SIZE
                            && side <= LARGEST_TRAINING_SIZE
                            && side % multiple == 0);
    if (!fits) {
      throw new IllegalArgumentException(
          Text.of(
              "%s needs the height and width trained on as localPooling, %d to %d, multiples of %d, not %s",
              frame.network(),
              SMALLEST_TRAINING_SIZE,
              LARGEST_TRAINING_SIZE,
              multiple,
              trainingSize));
    }
    return new LocalPooling(
        side(frame, trainingSize.get(0)), side(frame, trainingSize.get(1)), fast);
  }

  private static Side side(NafFrame frame, int given) {
    int multiple = frame.paddedMultiple();
    return new Side(given, (given + multiple - 1) / multiple * multiple / frame.stem());
  }

  @Override
  public <T> T attend(Ops<T> ops, int level, T x, UnaryOperator<T> attention) {
    T means =
        fast
            ? ops.coarseLocalMeans(x, rows.coarseWindow(level), columns.coarseWindow(level))
            : ops.localMeans(x, rows.window(level), columns.window(level));
    // The attention treats each mean by itself: it costs less before they are spread out again.
    return ops.multiplyAround(x, attention.apply(means));
  }

  @Override
  public int minimumSize(NafFrame frame) {
    // Two rows of the coarsest map, and one row more at the finest than the largest step.
    int smallestCoarse =
        Math.max(2 * frame.paddedMultiple(), (CoarseWindow.LARGEST_STEP + 1) * frame.stem());
    return fast ? smallestCoarse : frame.sizeMultiple();
  }

  /** Half a window at full resolution: a picture cut there keeps what was averaged over. */
  @Override
  public ReceptiveField receptiveField(NafFrame frame) {
    return ReceptiveField.of(frame.stem() * Math.max(rows.window(0), columns.window(0)) / 2);
  }
}
