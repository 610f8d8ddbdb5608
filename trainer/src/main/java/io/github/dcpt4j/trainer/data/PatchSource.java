package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.util.random.RandomGenerator;

/** Where the pairs of one degradation come from. Safe for use by several threads. */
public interface PatchSource {

  /** The degradation's label. */
  String label();

  /**
   * Draws one pair.
   *
   * @param side height and width of the patches
   * @param random decides everything: the same state gives the same pair
   */
  PatchPair sample(int side, RandomGenerator random);
}
