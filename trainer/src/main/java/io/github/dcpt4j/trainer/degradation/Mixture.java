package io.github.dcpt4j.trainer.degradation;

import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Several degradations at once, one after the other. The first of them chooses a patch's window and
 * target; the others work on what it made.
 *
 * @param label the parts' labels joined by {@code +}, in any order
 * @param steps in the order in which light meets them
 */
public record Mixture(String label, List<Degradation> steps) implements Degradation {

  /**
   * Checks the steps.
   *
   * @throws IllegalArgumentException if there are fewer than two, or the label does not name them
   */
  public Mixture {
    steps = List.copyOf(steps);
    List<String> names = steps.stream().map(Degradation::label).sorted().toList();
    if (names.size() < 2 || !names.equals(List.of(label.split("\\+")).stream().sorted().toList())) {
      throw new IllegalArgumentException(
          Text.of("'%s' has to name two or more degradations, these: %s", label, names));
    }
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    return goOn(steps.get(0).apply(clean, random), random);
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    PatchPair pair = steps.get(0).sample(photograph, side, random);
    return new PatchPair(goOn(pair.input(), random), pair.target());
  }

  /** All steps but the first; closes what it is given. */
  private Mat goOn(Mat begun, RandomGenerator random) {
    Mat spoiled = begun;
    for (Degradation step : steps.subList(1, steps.size())) {
      try (Mat before = spoiled) {
        spoiled = step.apply(before, random);
      }
    }
    return spoiled;
  }
}
