package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.Cancellation;
import io.github.dcpt4j.sdk.tiling.TilingMode;

/**
 * One call, from its turn to its end: what is asked for, what can stop it, and its time.
 *
 * @param picture what the network sees
 * @param tiling whether the picture may be cut
 * @param selfEnsemble whether the result is the mean over the picture and its mirror images
 * @param strength share of the network's result in the mix with the picture, 0 to 1
 * @param progress called after each tile
 * @param signal stops the call
 * @param clock measures its stages
 */
public record RestoreCall(
    Picture picture,
    TilingMode tiling,
    boolean selfEnsemble,
    double strength,
    TileProgress progress,
    Cancellation signal,
    StageClock clock) {

  /** Hears of each tile. */
  @FunctionalInterface
  public interface TileProgress {

    /**
     * Called by the thread that computes.
     *
     * @param done tiles done, from 1
     * @param total tiles of the picture
     */
    void tileDone(int done, int total);
  }
}
