package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a model comes from: the runs that it went through, in order. A checkpoint writes it as a
 * map with {@code stage 1}, {@code stage 2} and, after a validation, {@code stage 2 validation}.
 * Entries that other programs added are kept in front.
 *
 * @param others entries that are no stage
 * @param stages the runs
 */
record Provenance(Map<String, String> others, List<Stage> stages) {

  private static final String STAGE = "stage ";
  private static final String VALIDATION = " validation";

  /**
   * A run.
   *
   * @param name its key
   * @param story the run in a line
   * @param validation what the model reached in it, as {@link Score#text} has it
   */
  record Stage(String name, String story, Optional<String> validation) {}

  Provenance {
    others = new LinkedHashMap<>(others);
    stages = List.copyOf(stages);
  }

  /** Reads a checkpoint's. */
  static Provenance of(Checkpoint checkpoint) {
    Map<String, String> others = new LinkedHashMap<>(checkpoint.provenance());
    List<Stage> stages = new ArrayList<>();
    checkpoint
        .provenance()
        .forEach(
            (name, story) -> {
              if (name.matches(STAGE + "\\d+")) {
                others.remove(name);
                stages.add(
                    new Stage(name, story, Optional.ofNullable(others.remove(name + VALIDATION))));
              }
            });
    return new Provenance(others, stages);
  }

  /** With another run after those of before. */
  Provenance withStage(String story) {
    List<Stage> all = new ArrayList<>(stages);
    all.add(new Stage(STAGE + (stages.size() + 1), story, Optional.empty()));
    return new Provenance(others, all);
  }

  /** Without the last run; a model of a run has at least one. */
  Provenance withoutLastStage() {
    return new Provenance(others, stages.subList(0, stages.size() - 1));
  }

  /** With a score of the last run. */
  Provenance withScore(Score score) {
    List<Stage> all = new ArrayList<>(stages);
    Stage last = all.remove(all.size() - 1);
    all.add(new Stage(last.name(), last.story(), Optional.of(score.text())));
    return new Provenance(others, all);
  }

  /** What the model reached in its last run, if it was validated. */
  Optional<Score> score() {
    return stages.isEmpty()
        ? Optional.empty()
        : stages.get(stages.size() - 1).validation().flatMap(Score::parse);
  }

  /** As a checkpoint writes it. */
  Map<String, String> asMap() {
    Map<String, String> all = new LinkedHashMap<>(others);
    for (Stage stage : stages) {
      all.put(stage.name(), stage.story());
      stage.validation().ifPresent(score -> all.put(stage.name() + VALIDATION, score));
    }
    return all;
  }
}
