package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.util.List;
import java.util.Optional;

/**
 * What is trained.
 *
 * @param network the restoration network
 * @param classifier its classifier, or null if it has none
 * @param labels the classifier's classes, in the order of the logits; empty without one
 */
public record ModelSettings(
    RestorationNetwork network, DegradationClassifier classifier, List<String> labels) {

  /**
   * Checks that the parts fit.
   *
   * @throws IllegalArgumentException if the classifier does not read the network's stages, or the
   *     labels are not one per class and all different
   */
  public ModelSettings {
    labels = List.copyOf(labels);
    new ModelDefinition(network, Optional.ofNullable(classifier), labels);
  }

  /** The settings of a model. */
  public static ModelSettings of(ModelDefinition model) {
    return new ModelSettings(model.network(), model.classifier().orElse(null), model.labels());
  }

  /** The model. */
  public ModelDefinition definition() {
    return new ModelDefinition(network, Optional.ofNullable(classifier), labels);
  }
}
