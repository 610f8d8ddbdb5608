package io.github.dcpt4j.exporter.network;

import java.util.List;
import java.util.function.Supplier;

/**
 * A network's pass up to its last decoder stage.
 *
 * @param stages outputs of the decoder stages, finest first; level i has 1 / 2^i of the finest
 *     size, or all have the same where {@link RestorationNetwork#stagesAtFullSize()}
 * @param head computes the restored image from here; asked at most once, and not at all in the pass
 *     that only classifies, so that the output layers then cost nothing
 */
public record Features<T>(List<T> stages, Supplier<T> head) {

  /** Keeps an immutable copy of the stages. */
  public Features {
    stages = List.copyOf(stages);
  }

  /** Runs the rest of the network: the restored image [N, C, H, W], not clamped. */
  public T restored() {
    return head.get();
  }
}
