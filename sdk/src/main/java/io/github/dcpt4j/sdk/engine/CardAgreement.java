package io.github.dcpt4j.sdk.engine;

import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.TilingPolicy;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import java.util.EnumSet;
import java.util.Set;

/** Holds a model's card against its graph. */
public final class CardAgreement {
  private static final int GREY = 1;

  private CardAgreement() {}

  /**
   * Reads the card of a model for pictures.
   *
   * @throws ModelException if it has none, or one that the graph contradicts, or the graph takes
   *     something else than one colour or grey picture
   */
  public static ModelCard require(OnnxModel model) {
    ModelCard card =
        ModelCard.fromJson(
            model
                .metadata(ModelCard.METADATA_KEY)
                .orElseThrow(
                    () ->
                        new ModelException(
                            "The model has no model card: use a model exported by dcpt4j.")));
    requirePictures(model);
    requireHeads(card, model);
    requireMeans(card, model);
    model.logitCount().ifPresent(count -> requireLabels(card, count));
    return card;
  }

  private static void requirePictures(OnnxModel model) {
    int given = model.inputChannels();
    int restored = model.outputChannels().orElse(given);
    if (given != restored || given != Picture.CHANNELS && given != GREY) {
      throw new ModelException(
          "The model makes "
              + restored
              + " channels of "
              + given
              + ", which is not a picture of a picture: run it with ONNX Runtime directly.");
    }
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

  private static void requireMeans(ModelCard card, OnnxModel model) {
    boolean shared = card.tiling().policy() == TilingPolicy.SHARED_MEANS;
    if (shared != model.meanCount().isPresent()) {
      throw new ModelException(
          "The model card and the graph disagree on whether tiles share means: export the model"
              + " again.");
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
