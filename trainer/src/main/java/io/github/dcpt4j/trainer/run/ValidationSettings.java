package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run is measured on while it goes on. None of it changes what is learnt.
 *
 * @param pairs folders of held-out pairs by label; a label need not be among those of the training
 * @param every iterations between two measurements; the last iteration is measured too
 * @param side of each picture the middle is taken, this many pixels wide and high at most
 */
public record ValidationSettings(Map<String, List<String>> pairs, long every, int side) {

  private static final int SMALLEST_SIDE = 32;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public ValidationSettings {
    pairs = Map.copyOf(pairs);
    require(!pairs.isEmpty(), "there is nothing to validate on: name held-out pairs");
    for (String label : pairs.keySet()) {
      require(
          label.matches("[\\w+-]+") && !label.equals(ValidationLog.MEAN),
          "'%s' cannot be a label: take letters, digits, hyphens and +",
          label);
    }
    require(every > 0, "the iterations between two validations have to be positive");
    require(
        side >= SMALLEST_SIDE, "pictures to validate on need a side of %d at least", SMALLEST_SIDE);
  }

  /** The same pictures wherever the run goes on from. */
  ValidationSettings absolute() {
    return new ValidationSettings(DataSettings.absolute(pairs), every, side);
  }

  /** The labels in a steady order. */
  List<String> labels() {
    return pairs.keySet().stream().sorted().toList();
  }

  /** Whether one of the labels is among some others. */
  boolean hasOneOf(Set<String> others) {
    return pairs.keySet().stream().anyMatch(others::contains);
  }
}
