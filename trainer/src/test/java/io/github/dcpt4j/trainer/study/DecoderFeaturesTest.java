package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderFeaturesTest {

  private static final int SIDE = 32;
  private static final NafNet NAFNET = new NafNet(2, List.of(1, 1), 1, List.of(1, 1));

  static Stream<Arguments> stages() {
    List<Integer> six = Collections.nCopies(6, 1);
    SwinIr swinIr = new SwinIr(6, six, six, 8, 2, 1, SwinIr.Form.DCPT, SwinIrOptions.DEFAULT);
    Restormer restormer =
        Restormer.builder().dim(8).blocks(List.of(1, 1, 1, 1)).refinementBlocks(1).build();
    PromptIr promptIr = PromptIr.builder().blocks(List.of(1, 1, 1, 1)).refinementBlocks(1).build();
    return Stream.of(
        arguments(NAFNET, 0, 2 * SIDE * SIDE),
        arguments(NAFNET, 1, 4 * SIDE * SIDE / 4),
        arguments(swinIr, 2, 6 * SIDE * SIDE),
        arguments(restormer, 2, 32 * SIDE * SIDE / 16),
        arguments(promptIr, 1, promptIr.stageChannels().get(1) * SIDE * SIDE / 16));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void areAllValuesOfTheStage(RestorationNetwork network, int stage, int length) {
    try (NDManager manager = NDManager.newBaseManager();
        DecoderFeatures features =
            new DecoderFeatures(manager, network, HeUniform.of(network, 1), stage)) {
      float[] values = features.of(RandomWeights.values(SIDE * SIDE * 3, 1), SIDE);

      assertThat(values).hasSize(length).doesNotContain(Float.NaN);
      assertThat(features.of(RandomWeights.values(SIDE * SIDE * 3, 1), SIDE)).isEqualTo(values);
      assertThat(features.of(RandomWeights.values(SIDE * SIDE * 3, 2), SIDE)).isNotEqualTo(values);
    }
  }

  @Test
  void aStageThatIsNotThereIsRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new DecoderFeatures(manager, NAFNET, HeUniform.of(NAFNET, 1), 2))
          .withMessage("the network has decoder stages 0 to 1, not 2");
    }
  }
}
