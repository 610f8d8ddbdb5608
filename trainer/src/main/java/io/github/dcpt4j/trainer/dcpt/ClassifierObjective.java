package io.github.dcpt4j.trainer.dcpt;

import static io.github.dcpt4j.trainer.dcpt.Losses.term;

import ai.djl.ndarray.NDArray;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.FocalLoss;
import java.util.List;

/**
 * Training of the classifier alone: {@code focal(C(f(x), x), d)} on the features f of a network
 * that stays as it is. Used after fine-tuning, which moves the features away from what the
 * classifier learnt to read.
 */
record ClassifierObjective(
    RestorationNetwork network, DegradationClassifier classifier, FocalLoss focal)
    implements Objective {

  @Override
  public Losses losses(Patches patches) {
    List<NDArray> features = network.features(patches.ops(Part.NETWORK), patches.input()).stages();
    NDArray logits = classifier.logits(patches.ops(Part.CLASSIFIER), features, patches.input());
    return Losses.of(term(Measures.CLASSIFICATION_LOSS, focal.apply(logits, patches.labels())))
        .withAccuracy(logits, patches.labels());
  }
}
