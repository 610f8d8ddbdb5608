package io.github.dcpt4j.cli.train;

import io.github.dcpt4j.trainer.run.Stage;
import java.util.List;
import picocli.CommandLine.Option;

/** Steps and the shapes of their batches, where they are not to be the preset's. */
final class ScheduleOptions {

  @Setting("stages/*/untilIteration")
  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Steps in all (default: the preset's).")
  private Long iterations;

  @Setting("stages/*/batch")
  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Patches in a step (default: the preset's).")
  private Integer batch;

  @Setting("stages/*/patch")
  @Option(
      names = "--patch",
      paramLabel = "N",
      description = "Side of a patch (default: the preset's).")
  private Integer patch;

  @Option(
      names = "--stage",
      paramLabel = "PATCHxBATCH:ITERATIONS",
      converter = StageOption.Converter.class,
      description =
          "In place of --patch, --batch and --iterations: a stretch of the run, such as 64x8:10000;"
              + " repeated, one after the other.")
  private List<StageOption> stages = List.of();

  @Setting("stages/*/accumulate")
  @Option(
      names = "--accumulate",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Batches whose gradients are averaged in a step: as if the batch were N times as large,"
              + " in the memory of one (default: ${DEFAULT-VALUE}).")
  private int accumulate;

  /**
   * The preset's stages; the last one alone, where an option says what is to be otherwise; or those
   * that are named in their place.
   *
   * @throws IllegalArgumentException if an option tells again what stages tell
   */
  List<Stage> over(List<Stage> preset) {
    if (stages.isEmpty()) {
      boolean single = iterations != null || batch != null || patch != null;
      return single ? preset.subList(preset.size() - 1, preset.size()) : preset;
    }
    refuse("--iterations", iterations);
    refuse("--batch", batch);
    refuse("--patch", patch);
    return StageOption.inOrder(stages);
  }

  private static void refuse(String option, Object value) {
    if (value != null) {
      throw new IllegalArgumentException(option + " is told by --stage: leave it out");
    }
  }
}
