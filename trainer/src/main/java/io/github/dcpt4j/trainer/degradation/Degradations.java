package io.github.dcpt4j.trainer.degradation;

import java.util.List;

/** The degradations that the method is trained on. */
public final class Degradations {

  private Degradations() {}

  /**
   * The five degradations in the method's order, which is that of the classes: rain, noise, haze,
   * low light and motion blur, each with its standard ranges.
   *
   * @return an unmodifiable list
   */
  public static List<Degradation> standard() {
    return List.of(new Rain(), new GaussianNoise(), new Haze(), new LowLight(), new MotionBlur());
  }
}
