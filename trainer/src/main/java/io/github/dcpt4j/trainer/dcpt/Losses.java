package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The losses of some patches, means over them, not read from the device yet.
 *
 * @param pixels how far they are off, a scalar
 * @param classification where something was classified
 */
record Losses(Optional<NDArray> pixels, Optional<Classification> classification) {

  /**
   * What was classified.
   *
   * @param loss focal loss, a scalar
   * @param logits [N, K]
   * @param classes the right ones, [N]
   */
  record Classification(NDArray loss, NDArray logits, int[] classes) {}

  static Losses of(NDArray pixels) {
    return new Losses(Optional.of(pixels), Optional.empty());
  }

  static Losses of(NDArray pixels, Classification classification) {
    return new Losses(Optional.of(pixels), Optional.of(classification));
  }

  static Losses of(Classification classification) {
    return new Losses(Optional.empty(), Optional.of(classification));
  }

  /** The plain sum. */
  NDArray sum() {
    return Stream.concat(pixels.stream(), classification.map(Classification::loss).stream())
        .reduce(NDArray::add)
        .orElseThrow();
  }

  /** Waits for the device and reads the values. */
  StepResult read() {
    return new StepResult(
        pixels.map(NDArray::getFloat).orElse(0f),
        classification.map(named -> named.loss().getFloat()).orElse(0f),
        classification
            .map(named -> Accuracy.of(named.logits(), named.classes()))
            .orElse(Double.NaN));
  }
}
