package io.github.dcpt4j.trainer.degradation;

import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * One of several degradations, each as likely as another, under one label.
 *
 * @param label what all of them count as
 * @param choices what is drawn from
 */
public record OneOf(String label, List<Degradation> choices) implements Degradation {

  /**
   * Checks the choices.
   *
   * @throws IllegalArgumentException if there is none
   */
  public OneOf {
    choices = List.copyOf(choices);
    if (choices.isEmpty()) {
      throw new IllegalArgumentException(Text.of("'%s' has nothing to draw from", label));
    }
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    return drawn(random).apply(clean, random);
  }

  @Override
  public PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    return drawn(random).sample(photograph, side, random);
  }

  private Degradation drawn(RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }
}
