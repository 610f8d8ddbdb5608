package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.trainer.page.Comparison;
import io.github.dcpt4j.trainer.page.EmbeddedPicture;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Listens to a benchmark and keeps the pictures that gained least in PSNR, to be shown. A page
 * grows by some 300 kB with each.
 */
public final class WorstPictures implements BenchmarkListener {

  /** The least gain first; of equal ones the lowest PSNR. */
  static final Comparator<PictureResult> WORST_FIRST =
      Comparator.comparingDouble(PictureResult::psnrGain).thenComparingDouble(PictureResult::psnr);

  /**
   * A picture that is kept.
   *
   * @param result its figures
   * @param width of the whole picture, pixels
   * @param height of the whole picture, pixels
   * @param comparison what is shown of it
   */
  record Kept(PictureResult result, int width, int height, Comparison comparison) {

    boolean isCropped() {
      return width > comparison.restored().width() || height > comparison.restored().height();
    }
  }

  private final int most;
  private final PriorityQueue<Kept> bestFirst =
      new PriorityQueue<>(Comparator.comparing(Kept::result, WORST_FIRST.reversed()));

  /**
   * @param most pictures to keep
   * @throws IllegalArgumentException if it is negative
   */
  public WorstPictures(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("a negative number of pictures: " + most);
    }
    this.most = most;
  }

  @Override
  public void measured(PictureResult result, Picture input, Picture restored, Picture target) {
    boolean full = bestFirst.size() == most;
    if (full && (most == 0 || WORST_FIRST.compare(result, bestFirst.peek().result()) >= 0)) {
      return;
    }
    if (full) {
      bestFirst.remove();
    }
    bestFirst.add(
        new Kept(
            result,
            target.width(),
            target.height(),
            new Comparison(
                EmbeddedPicture.of(input),
                EmbeddedPicture.of(restored),
                EmbeddedPicture.of(target))));
  }

  /** What was kept, worst first. */
  List<Kept> kept() {
    return bestFirst.stream().sorted(Comparator.comparing(Kept::result, WORST_FIRST)).toList();
  }
}
