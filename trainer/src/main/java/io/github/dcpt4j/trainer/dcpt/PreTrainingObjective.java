package io.github.dcpt4j.trainer.dcpt;

import static io.github.dcpt4j.trainer.dcpt.Losses.term;

import ai.djl.ndarray.NDArray;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;

/**
 * Degradation classification pre-training (Hu et al., ICLR 2025): {@code L1(F(y), y) +
 * focal(C(f(x), x), d)} for the clean image y, the degraded image x, its degradation d, and the
 * features f of the network F's decoder, which the classifier C reads.
 *
 * @param generated which image F reproduces y from
 */
record PreTrainingObjective(
    RestorationNetwork network,
    DegradationClassifier classifier,
    Generated generated,
    FocalLoss focal)
    implements Objective {

  /** Which image the network reproduces the clean one from while it learns to classify. */
  enum Generated {
    /** From itself: the method. */
    FROM_CLEAN,
    /** From the degraded one: direct training, the ablation. */
    FROM_DEGRADED
  }

  @Override
  public Losses losses(Patches patches) {
    DjlOps ops = patches.ops(Part.NETWORK);
    NDArray source = generated == Generated.FROM_CLEAN ? patches.target() : patches.input();
    NDArray restored = network.restore(ops, source);
    NDArray logits =
        classifier.logits(
            patches.ops(Part.CLASSIFIER),
            network.features(ops, patches.input()).stages(),
            patches.input());
    return Losses.of(
            term(Measures.PIXEL_LOSS, PixelLoss.L1.apply(restored, patches.target())),
            term(Measures.CLASSIFICATION_LOSS, focal.apply(logits, patches.labels())))
        .withAccuracy(logits, patches.labels());
  }
}
