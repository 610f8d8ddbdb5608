package io.github.dcpt4j.sdk;

import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.util.EnumSet;
import java.util.Set;

/** Holds a model's card against its graph. */
final class CardAgreement {
  private CardAgreement() {}

  /**
   * Reads the card of a model.
   *
   * @throws ModelException if it has none, or one that the graph contradicts
   */
  static ModelCard require(OnnxModel model) {
    ModelCard card =
        ModelCard.fromJson(
            model
                .metadata(ModelCard.METADATA_KEY)
                .orElseThrow(
                    () ->
                        new ModelException(
                            "The model has no model card: use a model exported by dcpt4j.")));
    requireHeads(card, model);
    model.logitCount().ifPresent(count -> requireLabels(card, count));
    return card;
  }

  private static void requireHeads(ModelCard card, OnnxModel model) {
    Set<Head> heads = EnumSet.noneOf(Head.class);
    if (model.outputs().contains(OnnxModel.RESTORED)) {
      heads.add(Head.RESTORATION);
    }
    if (model.outputs().contains(OnnxModel.LOGITS)) {
      heads.add(Head.CLASSIFICATION);
    }
    if (!card.heads().equals(heads)) {
      throw new ModelException(
          "The model card states the heads "
              + card.heads()
              + ", the graph has "
              + heads
              + ": export the model again.");
    }
  }

  private static void requireLabels(ModelCard card, int logits) {
    if (card.labels().size() != logits) {
      throw new ModelException(
          "The model card states the labels "
              + card.labels()
              + ", the graph gives "
              + logits
              + " logits: export the model again.");
    }
  }
}
