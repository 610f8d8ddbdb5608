package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.trainer.degradation.PatchPair;
import io.github.dcpt4j.trainer.degradation.PatchStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What random pairs of a source are like: to hold synthetic ones against real ones before a network
 * learns from them.
 *
 * @param label the degradation
 * @param patches what was measured, at least one
 */
public record PatchSurvey(String label, List<PatchStatistics> patches) {

  /**
   * Checks the patches.
   *
   * @throws IllegalArgumentException if there is none
   */
  public PatchSurvey {
    patches = List.copyOf(patches);
    if (patches.isEmpty()) {
      throw new IllegalArgumentException("a survey needs at least one patch");
    }
  }

  /**
   * Measures random pairs.
   *
   * @param count how many
   * @param side their height and width in pixels
   * @param seed start of all chance
   */
  public static PatchSurvey of(PatchSource source, int count, int side, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PatchStatistics> patches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (PatchPair pair = source.sample(side, random.split())) {
        patches.add(PatchStatistics.of(pair));
      }
    }
    return new PatchSurvey(source.label(), patches);
  }

  /**
   * The value that a part of the patches does not exceed, interpolated between neighbours in the
   * order of size. Patches that have no such value are left out.
   *
   * @param measure one of the statistics
   * @param percent 0..100
   * @return not a number if no patch has a value
   */
  public double percentile(ToDoubleFunction<PatchStatistics> measure, double percent) {
    double[] values =
        patches.stream()
            .mapToDouble(measure)
            .filter(value -> !Double.isNaN(value))
            .sorted()
            .toArray();
    if (values.length == 0) {
      return Double.NaN;
    }
    double position = percent / 100 * (values.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, values.length - 1);
    // Where both are infinite, their difference is not a number.
    return values[below] == values[above]
        ? values[below]
        : values[below] + (position - below) * (values[above] - values[below]);
  }

  /**
   * The mean PSNR of the inputs, dB, over the patches that differ from their targets.
   *
   * @return not a number if none differs
   */
  public double meanPsnr() {
    return patches.stream()
        .mapToDouble(PatchStatistics::psnr)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }
}
