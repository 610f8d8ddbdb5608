package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.image.Picture;

/** Hears of every picture as soon as it is measured. */
@FunctionalInterface
public interface BenchmarkListener {

  /**
   * A picture is measured.
   *
   * @param result its figures
   * @param input the degraded picture
   * @param restored the restoration
   * @param target the clean picture
   */
  void measured(PictureResult result, Picture input, Picture restored, Picture target);
}
