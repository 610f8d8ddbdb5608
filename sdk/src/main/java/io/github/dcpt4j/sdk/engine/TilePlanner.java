package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Tiling;
import io.github.dcpt4j.sdk.card.TilingPolicy;
import io.github.dcpt4j.sdk.error.MemoryException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.sdk.tiling.PaddedFrame;
import io.github.dcpt4j.sdk.tiling.TileLimits;
import io.github.dcpt4j.sdk.tiling.TilePlan;
import io.github.dcpt4j.sdk.tiling.TilingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Decides how pictures are cut for one model, and cuts smaller where memory runs out. */
public final class TilePlanner {
  /** Each attempt takes a quarter of the memory of the one before. */
  private static final int MOST_ATTEMPTS = 4;

  private static final int SHRINKING = 4;
  private static final long MEGABYTE = 1 << 20;

  private final TilingPolicy policy;
  private final TileLimits limits;

  /**
   * Makes the planner of a model.
   *
   * @param card the model's card
   * @param memoryBudget bytes that a picture may take
   */
  public TilePlanner(ModelCard card, long memoryBudget) {
    Tiling tiling = card.tiling();
    policy = tiling.policy();
    limits =
        new TileLimits(
            card.sizeMultiple(),
            card.minimumSize(),
            tiling.overlap().orElse(Tiling.DEFAULT_OVERLAP),
            tiling.bytesPerPixel().orElse(Tiling.DEFAULT_BYTES_PER_PIXEL),
            memoryBudget);
  }

  /**
   * Does work with a plan, and again with smaller tiles where it runs out of memory.
   *
   * @param work is given how the picture is cut
   * @throws MemoryException if the memory does not suffice, however small the tiles
   */
  public <T> T attempt(Picture picture, TilingMode mode, Function<TilingAttempt, T> work) {
    return attempt(picture.width(), picture.height(), mode, work);
  }

  /** Does work as if there were a picture of this size. */
  public <T> T attempt(int width, int height, TilingMode mode, Function<TilingAttempt, T> work) {
    PaddedFrame frame = limits.frame(width, height);
    TilePlan plan = plan(frame, mode);
    List<String> failures = new ArrayList<>();
    while (true) {
      try {
        return work.apply(cut(plan, failures));
      } catch (MemoryException | OutOfMemoryError e) {
        failures.add("The memory did not suffice for " + plan + ".");
        plan = smaller(plan, mode, failures.size(), e);
      }
    }
  }

  private TilePlan smaller(TilePlan plan, TilingMode mode, int failures, Throwable cause) {
    TileLimits less = limits.withMemory(Math.max(1, limits.bytes(plan) / SHRINKING));
    return Optional.of(less)
        .filter(any -> mode != TilingMode.WHOLE && failures < MOST_ATTEMPTS)
        .flatMap(any -> TilePlan.of(plan.frame(), less))
        .orElseThrow(
            () ->
                new MemoryException(
                    "The memory does not suffice for "
                        + plan
                        + ": free some or use a smaller model.",
                    cause));
  }

  private TilePlan plan(PaddedFrame frame, TilingMode mode) {
    return switch (mode) {
      case AUTO -> tiles(frame, limits);
      case TILED -> tiles(frame, limits.forTilesOf(TilingMode.STANDARD_SIDE, frame));
      case WHOLE -> {
        if (!limits.allowWhole(frame)) {
          throw new MemoryException(
              "The whole picture takes "
                  + frame.pixels() * limits.bytesPerPixel() / MEGABYTE
                  + " MB, more than the memory budget: raise it, or allow tiles.");
        }
        yield TilePlan.whole(frame);
      }
    };
  }

  private static TilePlan tiles(PaddedFrame frame, TileLimits limits) {
    return TilePlan.of(frame, limits)
        .orElseThrow(
            () ->
                new MemoryException(
                    "The memory budget of "
                        + limits.memory() / MEGABYTE
                        + " MB does not suffice for the smallest tiles: raise it."));
  }

  private TilingAttempt cut(TilePlan plan, List<String> failures) {
    boolean whole = failures.isEmpty() && limits.allowWhole(plan.frame());
    TilePlan sample = whole ? TilePlan.whole(plan.frame()) : plan;
    List<String> notes = new ArrayList<>(failures);
    if (policy == TilingPolicy.WHOLE_IMAGE && !plan.isWhole()) {
      notes.add(
          "The model wants to see whole pictures, but this one was cut into tiles, which may differ"
              + " in brightness: allow more memory, or export the model with shared means if it can"
              + " have them.");
    }
    if (policy == TilingPolicy.SHARED_MEANS && !sample.isWhole()) {
      notes.add(
          Text.of(
              "The model takes means over the whole picture; those of %d %% of it were used.",
              Math.round(100 * sample.sampledShare())));
    }
    return new TilingAttempt(plan, sample, notes);
  }
}
