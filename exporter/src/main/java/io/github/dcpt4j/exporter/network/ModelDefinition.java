package io.github.dcpt4j.exporter.network;

import io.github.dcpt4j.sdk.text.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * A restoration network with its degradation classifier, if it has one.
 *
 * @param network the restoration network
 * @param classifier the head that names the degradation
 * @param labels names of the classes, in the order of the logits; empty without classifier
 */
public record ModelDefinition(
    RestorationNetwork network, Optional<DegradationClassifier> classifier, List<String> labels) {

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException if the classifier does not read the network's stages, or the
   *     labels are not one per class and all different
   */
  public ModelDefinition {
    labels = List.copyOf(labels);
    int classes = classifier.map(DegradationClassifier::classes).orElse(0);
    if (labels.size() != classes) {
      throw new IllegalArgumentException(
          Text.of(
              "%d labels %s for %d classes: give one per class", labels.size(), labels, classes));
    }
    if (new HashSet<>(labels).size() != labels.size()) {
      throw new IllegalArgumentException("labels have to differ: " + labels);
    }
    if (classifier.isPresent()
        && !classifier.get().featureChannels().equals(network.stageChannels())) {
      throw new IllegalArgumentException(
          Text.of(
              "the classifier reads stages of %s channels, the network's have %s",
              classifier.get().featureChannels(), network.stageChannels()));
    }
    if (classifier.isPresent() && classifier.get().downsample() != network.stagesAtFullSize()) {
      throw new IllegalArgumentException(
          Text.of(
              "the classifier's downsample has to be %s for the stages of this network",
              network.stagesAtFullSize()));
    }
  }

  /** A network without classifier. */
  public static ModelDefinition of(RestorationNetwork network) {
    return new ModelDefinition(network, Optional.empty(), List.of());
  }

  /** A network with its classifier. */
  public static ModelDefinition of(
      RestorationNetwork network, DegradationClassifier classifier, List<String> labels) {
    return new ModelDefinition(network, Optional.of(classifier), labels);
  }
}
