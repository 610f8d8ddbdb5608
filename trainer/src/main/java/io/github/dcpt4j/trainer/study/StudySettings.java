package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.text.Text;

/**
 * How a study is made.
 *
 * @param picturesPerClass pictures of each degradation, at least 3
 * @param side height and width of the centre crops
 * @param stage decoder stage whose features are compared, 0 the finest
 * @param neighbours neighbours that vote
 * @param splits random divisions in pictures to search and pictures held out, a third of them
 * @param mapIterations steps of t-SNE
 * @param perplexity of t-SNE: about how many pictures count as near; less is taken of few pictures
 * @param seed start of all chance
 */
public record StudySettings(
    int picturesPerClass,
    int side,
    int stage,
    int neighbours,
    int splits,
    int mapIterations,
    double perplexity,
    long seed) {

  /** Pictures per class of the published experiment. */
  public static final int PICTURES_PER_CLASS = 100;

  /** Side of the published experiment's crops. */
  public static final int SIDE = 128;

  /** Steps of the published experiment's t-SNE. */
  public static final int MAP_ITERATIONS = 2000;

  private static final int NEIGHBOURS = 5;
  private static final int SPLITS = 5;
  private static final double PERPLEXITY = 30;

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public StudySettings {
    if (picturesPerClass < HeldOut.SHARE) {
      throw new IllegalArgumentException(
          Text.of(
              "a study needs %d pictures per class or more, not %d",
              HeldOut.SHARE, picturesPerClass));
    }
    if (side < 1 || stage < 0 || neighbours < 1 || splits < 2 || mapIterations < 1) {
      throw new IllegalArgumentException(
          "a study needs a positive side, neighbours and iterations, and two splits or more");
    }
    // Written so that NaN is refused.
    if (!(perplexity > 1)) {
      throw new IllegalArgumentException("the perplexity has to be above 1, not " + perplexity);
    }
  }

  /** The published experiment's settings, of which these vary. */
  public static StudySettings published(
      int picturesPerClass, int side, int stage, int mapIterations, long seed) {
    return new StudySettings(
        picturesPerClass, side, stage, NEIGHBOURS, SPLITS, mapIterations, PERPLEXITY, seed);
  }
}
