package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.data.HeldOutPairs;
import io.github.dcpt4j.trainer.evaluation.Validator;
import java.nio.file.Path;
import java.util.Optional;

/** The held-out pairs that a run's settings name. */
final class HeldOut {

  private HeldOut() {}

  /**
   * Reads them, if there are any.
   *
   * @throws io.github.dcpt4j.sdk.error.PictureException if they cannot be used
   */
  static Optional<Validator> of(RunSettings settings) {
    return Optional.ofNullable(settings.validation())
        .map(
            validation ->
                new Validator(
                    settings.model().definition(),
                    validation.labels().stream()
                        .map(label -> load(label, validation, settings))
                        .toList()));
  }

  private static HeldOutPairs load(
      String label, ValidationSettings validation, RunSettings settings) {
    return HeldOutPairs.load(
        label,
        validation.pairs().get(label).stream().map(Path::of).toList(),
        HeldOutPairs.Crop.of(settings.model().network(), validation.side()));
  }
}
