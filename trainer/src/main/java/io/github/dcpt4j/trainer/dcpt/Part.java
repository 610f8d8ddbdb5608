package io.github.dcpt4j.trainer.dcpt;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import java.util.List;
import java.util.Optional;

/**
 * Parameters that an objective computes with.
 *
 * @param name by which the objective asks for them, and which the state gives them
 * @param layout the parameters in order
 * @param weights holds a tensor for each
 * @param optimiser what moves them; empty where they stay as they are
 */
record Part(String name, List<Parameter> layout, Weights weights, Optional<AdamW> optimiser) {

  static final String NETWORK = "network";
  static final String CLASSIFIER = "classifier";
  static final String GUIDE = "guide";

  static Part network(Checkpoint start) {
    ModelSummary summary = ModelSummary.of(start.model());
    return new Part(NETWORK, summary.networkParameters(), start.weights(), Optional.empty());
  }

  static Part classifier(Checkpoint start) {
    ModelSummary summary = ModelSummary.of(start.model());
    return new Part(CLASSIFIER, summary.classifierParameters(), start.weights(), Optional.empty());
  }

  static Part of(Guide guide) {
    return new Part(
        GUIDE, ModelSummary.parameters(guide.classifier()), guide.weights(), Optional.empty());
  }

  Part movedBy(AdamW adamW) {
    return new Part(name, layout, weights, Optional.of(adamW));
  }
}
