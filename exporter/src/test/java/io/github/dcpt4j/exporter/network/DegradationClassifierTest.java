package io.github.dcpt4j.exporter.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DegradationClassifierTest {

  private static final NafNet NETWORK = new NafNet(2, List.of(0, 0), 0, List.of(0, 0));
  private static final DegradationClassifier CLASSIFIER =
      DegradationClassifier.fitting(NETWORK, 1, 3);
  private static final ReferenceTensor IMAGE = ReferenceTensor.of(1, 3, 8, 8, new float[3 * 8 * 8]);

  @Test
  void fittingClassifierReadsTheNetworksStages() {
    assertThat(CLASSIFIER).isEqualTo(new DegradationClassifier(List.of(2, 4), 1, 3, false));
  }

  @Test
  void classificationLeavesTheNetworksOutputLayersAlone() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights().asMap());
    tensors.keySet().removeIf(name -> name.startsWith("ending"));
    ReferenceOps ops = new ReferenceOps(new Weights(tensors));
    Features<ReferenceTensor> features = NETWORK.features(ops, IMAGE);
    assertThat(CLASSIFIER.logits(ops, features.stages(), IMAGE).toDoubles()).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(features::restored)
        .withMessageContaining("ending");
  }

  @Test
  void stagesAtFullSizeAreDecimatedLevelByLevel() {
    DegradationClassifier decimating = new DegradationClassifier(List.of(2, 4), 1, 3, false, true);
    ReferenceOps ops = new ReferenceOps(weights());
    ReferenceTensor fine = noise(2);
    ReferenceTensor coarse = noise(4);
    assertThat(decimating.logits(ops, List.of(fine, coarse), IMAGE).toDoubles())
        .isEqualTo(
            CLASSIFIER.logits(ops, List.of(fine, ops.strideSample(coarse, 2)), IMAGE).toDoubles());
  }

  private static ReferenceTensor noise(int channels) {
    SplittableRandom random = new SplittableRandom(channels);
    float[] values = new float[channels * 64];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return ReferenceTensor.of(1, channels, 8, 8, values);
  }

  @Test
  void wrongNumberOfStagesIsRefused() {
    ReferenceOps ops = new ReferenceOps(weights());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CLASSIFIER.logits(ops, List.of(IMAGE), IMAGE))
        .withMessage("the classifier reads 2 stages, not 1");
  }

  @Test
  void configurationOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationClassifier(List.of(), 1, 3, false))
        .withMessage("a classifier needs 1 to 8 feature levels, not []");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationClassifier(List.of(0), 1, 3, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationClassifier(List.of(1), -1, 3, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationClassifier(List.of(1), 2_000_000_000, 3, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationClassifier(List.of(1), 1, 0, false));
  }

  private static Weights weights() {
    ModelDefinition model =
        ModelDefinition.of(NETWORK, CLASSIFIER, List.of("rain", "noise", "haze"));
    return Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
  }
}
