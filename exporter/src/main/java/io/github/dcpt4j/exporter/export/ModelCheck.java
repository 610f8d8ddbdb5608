package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.runtime.OnnxModel;

/** What a written model has to pass. */
@FunctionalInterface
interface ModelCheck {

  /**
   * Runs the model.
   *
   * @param card the model's card so far
   * @return the card with the figures that were measured
   * @throws ExportException if the model does not pass
   */
  ModelCard measured(OnnxModel model, ModelCard card);
}
