package io.github.dcpt4j.trainer.study;

import java.util.List;

/**
 * What a study found of one set of weights on one choice of pictures.
 *
 * @param name of the weights
 * @param pictures which clean pictures the classes are made of
 * @param labels of the classes
 * @param picturesPerClass pictures of each
 * @param featureLength values of the decoder stage for one picture
 * @param accuracy share of held-out pictures that their neighbours name rightly, by split, 0..1;
 *     features as they are
 * @param normalisedAccuracy likewise, features divided by their L2 norms
 * @param map t-SNE of the normalised features: x and y of every picture, class by class
 */
public record StudyResult(
    String name,
    CleanPictures pictures,
    List<String> labels,
    int picturesPerClass,
    int featureLength,
    Spread accuracy,
    Spread normalisedAccuracy,
    List<Point> map) {

  /** A place on the map. */
  public record Point(double x, double y) {}

  /** Keeps immutable copies. */
  public StudyResult {
    labels = List.copyOf(labels);
    map = List.copyOf(map);
  }

  /** The accuracy of guessing. */
  public double chance() {
    return 1.0 / labels.size();
  }
}
