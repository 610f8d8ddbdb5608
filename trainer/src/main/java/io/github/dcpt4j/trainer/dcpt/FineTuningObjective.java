package io.github.dcpt4j.trainer.dcpt;

import static io.github.dcpt4j.trainer.dcpt.Losses.term;

import ai.djl.ndarray.NDArray;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;

/**
 * Fine-tuning for restoration: {@code loss(F(x), y)} for the degraded image x and the clean image
 * y.
 *
 * @param loss the method's is L1
 */
record FineTuningObjective(RestorationNetwork network, PixelLoss loss) implements Objective {

  @Override
  public Losses losses(Patches patches) {
    NDArray restored = network.restore(patches.ops(Part.NETWORK), patches.input());
    return Losses.of(term(Measures.PIXEL_LOSS, loss.apply(restored, patches.target())));
  }
}
