package io.github.dcpt4j.trainer.study;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws the pictures that are held out. */
final class HeldOut {

  /** One picture in so many is held out. */
  static final int SHARE = 3;

  private HeldOut() {}

  /**
   * Draws divisions.
   *
   * @param ranks pictures of a class; the picture of a rank is held out of all classes or of none
   * @return for every division, the ranks that are held out
   */
  static List<BitSet> draw(int ranks, int divisions, long seed) {
    List<Integer> order = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      order.add(rank);
    }
    Random random = new Random(seed);
    List<BitSet> drawn = new ArrayList<>();
    for (int i = 0; i < divisions; i++) {
      Collections.shuffle(order, random);
      BitSet heldOut = new BitSet(ranks);
      order.subList(0, ranks / SHARE).forEach(heldOut::set);
      drawn.add(heldOut);
    }
    return List.copyOf(drawn);
  }
}
