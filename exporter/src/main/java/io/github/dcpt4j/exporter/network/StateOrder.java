package io.github.dcpt4j.exporter.network;

import java.util.Comparator;
import java.util.List;

/**
 * The order of a state dictionary, given by the order of the words that its dotted names are made
 * of. Words are compared one by one; numbers count by their value.
 */
public final class StateOrder implements Comparator<String> {

  /** Leaves names in the order in which a network declares them. */
  public static final StateOrder AS_DECLARED = new StateOrder(List.of());

  private final List<String> words;

  /**
   * @param words every word that occurs between the dots, first one first
   */
  public StateOrder(List<String> words) {
    this.words = List.copyOf(words);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a name has a word that this order does not know
   */
  @Override
  public int compare(String a, String b) {
    if (words.isEmpty()) {
      return 0;
    }
    String[] left = a.split("\\.");
    String[] right = b.split("\\.");
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = Integer.compare(rank(left[i]), rank(right[i]));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private int rank(String word) {
    if (word.chars().allMatch(Character::isDigit)) {
      return Integer.parseInt(word);
    }
    int rank = words.indexOf(word);
    if (rank < 0) {
      throw new IllegalArgumentException("no place for '" + word + "' in the state dictionary");
    }
    return rank;
  }
}
