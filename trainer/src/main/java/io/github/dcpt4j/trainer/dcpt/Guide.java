package io.github.dcpt4j.trainer.dcpt;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A trained classifier that stays as it is, and what it is to read in the features of another
 * network.
 *
 * @param classifier the head
 * @param weights a tensor for each of its parameters
 * @param classes for each label of the data, in order, the class, 0 to K - 1, that the features of
 *     its patches are led to
 */
public record Guide(DegradationClassifier classifier, Weights weights, List<Integer> classes) {

  /**
   * Checks the classes.
   *
   * @throws IllegalArgumentException if the classifier does not have one of them
   */
  public Guide {
    classes = List.copyOf(classes);
    for (int index : classes) {
      if (index < 0 || index >= classifier.classes()) {
        throw new IllegalArgumentException(
            Text.of("class %d is none of %d", index, classifier.classes()));
      }
    }
  }

  /**
   * Leads each patch to the class of its own label.
   *
   * @param trained holds the classifier
   * @param labels of the data; the classifier knows all of them, in whatever order
   * @throws IllegalArgumentException if it holds no classifier, or none that knows the labels
   */
  public static Guide byLabels(Checkpoint trained, List<String> labels) {
    DegradationClassifier classifier = classifier(trained);
    return of(trained, classifier, labels.stream().map(label -> index(trained, label)).toList());
  }

  /**
   * Leads every patch to one class: of the classifier of all degradations the one that is to be
   * removed, of a classifier that tells clean from degraded the latter.
   *
   * @param trained holds the classifier
   * @param label one of its labels
   * @param labels of the data
   * @throws IllegalArgumentException if it holds no classifier, or none that knows the label
   */
  public static Guide towards(Checkpoint trained, String label, List<String> labels) {
    DegradationClassifier classifier = classifier(trained);
    return of(trained, classifier, Collections.nCopies(labels.size(), index(trained, label)));
  }

  private static Guide of(
      Checkpoint trained, DegradationClassifier classifier, List<Integer> classes) {
    return new Guide(
        classifier, trained.weights().only(ModelSummary.parameters(classifier)), classes);
  }

  private static DegradationClassifier classifier(Checkpoint trained) {
    return trained
        .model()
        .classifier()
        .orElseThrow(
            () -> new IllegalArgumentException("the guiding checkpoint has no classifier"));
  }

  private static int index(Checkpoint trained, String label) {
    List<String> known = trained.model().labels();
    if (!known.contains(label)) {
      throw new IllegalArgumentException(
          Text.of("the guiding classifier does not know '%s': its labels are %s", label, known));
    }
    return known.indexOf(label);
  }

  /**
   * Checks that the classifier can read a network's features.
   *
   * @throws IllegalArgumentException if it reads other stages than the network's
   */
  void requireStagesOf(RestorationNetwork network) {
    List<Integer> read = classifier.featureChannels();
    List<Integer> given = network.stageChannels();
    if (!read.equals(given) || classifier.downsample() != network.stagesAtFullSize()) {
      throw new IllegalArgumentException(
          Text.of(
              "the guiding classifier reads stages of %s channels, the network's have %s: take one trained with such a network",
              read, given));
    }
  }

  /** The classes that the features of a batch are led to. */
  int[] classes(int[] labels) {
    return Arrays.stream(labels).map(classes::get).toArray();
  }
}
