package io.github.dcpt4j.trainer.dcpt;

import static io.github.dcpt4j.trainer.dcpt.Losses.term;

import ai.djl.ndarray.NDArray;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;

/**
 * Guided transfer to another degradation (Hu et al., ICLR 2025): {@code loss(F(x), y) +
 * focal(C(f(x), x), c)}, where the classifier C stays as it is and has to read the class c from the
 * features f of the same pass.
 *
 * <p>The class c is the {@link Guide}'s: the paper's text names the target degradation among all,
 * its poster a classifier of two classes, clean and degraded.
 */
record GuidedTransferObjective(
    RestorationNetwork network, Guide guide, PixelLoss loss, FocalLoss focal) implements Objective {

  @Override
  public Losses losses(Patches patches) {
    Features<NDArray> pass = network.features(patches.ops(Part.NETWORK), patches.input());
    NDArray logits =
        guide.classifier().logits(patches.ops(Part.GUIDE), pass.stages(), patches.input());
    int[] classes = guide.classes(patches.labels());
    return Losses.of(
            term(Measures.PIXEL_LOSS, loss.apply(pass.restored(), patches.target())),
            term(Measures.CLASSIFICATION_LOSS, focal.apply(logits, classes)))
        .withAccuracy(logits, classes);
  }
}
