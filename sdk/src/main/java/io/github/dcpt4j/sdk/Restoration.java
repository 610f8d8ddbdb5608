package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.image.Picture;
import java.util.Objects;
import java.util.Optional;

/**
 * A restored picture.
 *
 * @param picture the picture, of the size and sample type of the one given, values within 0 to 1
 *     (bytes 0 to 255)
 * @param scores what the model took the degradation for; absent if it has no classification head
 * @param report how it was made
 */
public record Restoration(
    Picture picture, Optional<DegradationScores> scores, RestorationReport report) {

  /** Checks that nothing is null. */
  public Restoration {
    Objects.requireNonNull(picture, "picture");
    Objects.requireNonNull(scores, "scores");
    Objects.requireNonNull(report, "report");
  }
}
