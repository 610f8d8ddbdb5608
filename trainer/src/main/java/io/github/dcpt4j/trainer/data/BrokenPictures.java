package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is wrong with the pictures of a run. All are looked at before the first step, so that
 * training neither ends after hours because of one file nor leaves files out without a word, and
 * all that is wrong is told at once.
 */
final class BrokenPictures {

  private static final int NAMED = 10;

  private final List<PictureException> failures = new ArrayList<>();

  /** Does something with a picture; nothing comes back if the picture cannot be used. */
  <T> Optional<T> attempt(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (PictureException e) {
      failures.add(e);
      return Optional.empty();
    }
  }

  /**
   * Ends the look.
   *
   * @throws PictureException that names the pictures that cannot be used, if there are any
   */
  void refuse() {
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      String named =
          failures.stream()
              .limit(NAMED)
              .map(PictureException::getMessage)
              .collect(Collectors.joining("; "));
      int more = failures.size() - NAMED;
      throw new PictureException(
          Text.of(
              "%d pictures cannot be used, take them away or replace them: %s%s",
              failures.size(), named, more > 0 ? Text.of("; and %d more", more) : ""),
          failures.get(0));
    }
  }
}
