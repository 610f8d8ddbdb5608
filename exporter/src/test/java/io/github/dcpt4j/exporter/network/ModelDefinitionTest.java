package io.github.dcpt4j.exporter.network;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelDefinitionTest {

  private final NafNet network = new NafNet(8, List.of(1, 1), 1, List.of(1, 1));
  private final DegradationClassifier classifier = DegradationClassifier.fitting(network, 2, 2);

  @Test
  void labelsAreOnePerClassAndDiffer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelDefinition.of(network, classifier, List.of("rain")))
        .withMessage("1 labels [rain] for 2 classes: give one per class");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelDefinition.of(network, classifier, List.of("rain", "rain")))
        .withMessageContaining("differ");
  }

  @Test
  void classifierHasToReadTheNetworksStages() {
    DegradationClassifier other = new DegradationClassifier(List.of(8, 8), 2, 2, false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelDefinition.of(network, other, List.of("rain", "haze")))
        .withMessage("the classifier reads stages of [8, 8] channels, the network's have [8, 16]");
  }

  @Test
  void classifierHasToDecimateStagesOfFullSizeAndNoOthers() {
    DegradationClassifier other = new DegradationClassifier(List.of(8, 16), 2, 2, false, true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelDefinition.of(network, other, List.of("rain", "haze")))
        .withMessageContaining("downsample has to be false");
  }
}
