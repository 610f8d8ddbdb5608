package io.github.dcpt4j.trainer.dcpt;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A trained classifier that stays as it is, and the class that it is to read in the features of
 * another network.
 *
 * @param classifier the head
 * @param weights a tensor for each of its parameters
 * @param label the class, 0 to K - 1, of every patch; absent where each patch has its own
 */
public record Guide(DegradationClassifier classifier, Weights weights, OptionalInt label) {

  /**
   * Checks the class.
   *
   * @throws IllegalArgumentException if the classifier has no such class
   */
  public Guide {
    if (label.isPresent() && (label.getAsInt() < 0 || label.getAsInt() >= classifier.classes())) {
      throw new IllegalArgumentException(
          "class %d is none of %d".formatted(label.getAsInt(), classifier.classes()));
    }
  }

  /**
   * Guides by the labels of the batches, which are the classifier's classes.
   *
   * @param trained holds the classifier
   * @throws IllegalArgumentException if it holds none
   */
  public static Guide byLabels(Checkpoint trained) {
    return of(trained, OptionalInt.empty());
  }

  /**
   * Guides towards one class: of the classifier of all degradations the one that is to be removed,
   * of a classifier that tells clean from degraded the latter.
   *
   * @param trained holds the classifier
   * @param label one of its labels
   * @throws IllegalArgumentException if it holds no classifier, or none that knows the label
   */
  public static Guide towards(Checkpoint trained, String label) {
    List<String> labels = trained.model().labels();
    if (!labels.contains(label)) {
      throw new IllegalArgumentException(
          "the guiding classifier does not know '%s': its labels are %s".formatted(label, labels));
    }
    return of(trained, OptionalInt.of(labels.indexOf(label)));
  }

  private static Guide of(Checkpoint trained, OptionalInt label) {
    DegradationClassifier classifier =
        trained
            .model()
            .classifier()
            .orElseThrow(
                () -> new IllegalArgumentException("the guiding checkpoint has no classifier"));
    return new Guide(
        classifier, trained.weights().only(ModelSummary.parameters(classifier)), label);
  }

  /** The classes that a batch counts as. */
  int[] classes(int[] labels) {
    if (label.isEmpty()) {
      return labels;
    }
    int[] same = new int[labels.length];
    Arrays.fill(same, label.getAsInt());
    return same;
  }
}
