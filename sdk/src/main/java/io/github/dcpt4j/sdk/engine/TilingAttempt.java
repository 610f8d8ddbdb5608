package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.tiling.TilePlan;
import java.util.List;

/**
 * How a picture is cut in one attempt.
 *
 * @param plan the tiles
 * @param sample its sample rows and columns are what means over the picture are taken from
 * @param notes what is worth knowing of it, one line each
 */
public record TilingAttempt(TilePlan plan, TilePlan sample, List<String> notes) {

  /** Copies the notes. */
  public TilingAttempt {
    notes = List.copyOf(notes);
  }
}
