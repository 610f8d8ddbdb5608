package io.github.dcpt4j.exporter.network.nafnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NafNetTest {

  private static final List<Integer> ONES = List.of(1, 1);

  @Test
  void sizeMultipleAndStagesFollowFromTheLevels() {
    NafNet network = new NafNet(6, List.of(1, 2, 0), 0, List.of(1, 1, 3));
    assertThat(network.sizeMultiple()).isEqualTo(8);
    assertThat(network.stageChannels()).containsExactly(6, 12, 24);
  }

  @Test
  void originalFormTakesAnySize() {
    NafNet network = original(List.of(), false);
    assertThat(network.sizeMultiple()).isEqualTo(1);
    assertThat(network.minimumSize()).isEqualTo(1);
    assertThat(network.inputChannels()).isEqualTo(1);
    assertThat(network.outputChannels()).isEqualTo(1);
  }

  @Test
  void reachesAsFarAsItsConvolutionsBesidesTheMeansAndWithLocalPoolingHalfOfItsWindow() {
    assertThat(new NafNet(6, ONES, 1, ONES).receptiveField()).isEqualTo(ReceptiveField.means(15));
    assertThat(original(List.of(128, 64), false).receptiveField()).isEqualTo(ReceptiveField.of(96));
  }

  @Test
  void stemScalesSizesAndReachAndLeavesTheStagesChannels() {
    NafNet plain = new NafNet(6, ONES, 1, ONES);
    NafNet behindStem = plain.withStem(2);
    assertThat(behindStem.sizeMultiple()).isEqualTo(8);
    assertThat(behindStem.inputChannels()).isEqualTo(3);
    assertThat(behindStem.stageChannels()).isEqualTo(plain.stageChannels());
    assertThat(behindStem.receptiveField()).isEqualTo(ReceptiveField.means(2 * 15 + 1));
    assertThat(original(List.of(128, 64), false).withStem(2).receptiveField())
        .isEqualTo(ReceptiveField.of(96));
    assertThat(original(List.of(128, 64), true).withStem(2).minimumSize()).isEqualTo(16);
  }

  @Test
  void networkBehindAStemIsTheSameNetworkOnSquaresOfPixels() {
    NafNet behindStem = new NafNet(4, ONES, 1, ONES).withStem(2);
    NafNet onSquares = new NafNet(4, ONES, 1, ONES, NafNetForm.DCPT, 12, List.of(), false, 1);
    Weights weights =
        Weights.initial(
            ModelSummary.of(ModelDefinition.of(behindStem)).parameters(), new SplittableRandom(3));
    ReferenceOps ops = new ReferenceOps(weights);
    float[] pixels = new float[3 * 8 * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37 % 101) / 101f;
    }
    ReferenceTensor image = ReferenceTensor.of(1, 3, 8, 16, pixels);

    double[] restored = behindStem.restore(ops, image).toDoubles();
    double[] squares =
        ops.pixelShuffle(onSquares.restore(ops, ops.pixelUnshuffle(image, 2)), 2).toDoubles();

    assertThat(restored).containsExactly(squares, within(1e-12));
  }

  @Test
  void fastLocalPoolingNeedsTwoRowsOnItsCoarsestGrid() {
    assertThat(original(List.of(128, 64), true).minimumSize()).isEqualTo(8);
  }

  private static NafNet original(List<Integer> trainingSize, boolean fast) {
    return new NafNet(6, ONES, 1, ONES, NafNetForm.ORIGINAL, 1, trainingSize, fast, 1);
  }

  @Test
  void configurationOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(0, ONES, 1, ONES))
        .withMessageContaining("width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(8, ONES, 1, ONES).withStem(9))
        .withMessageContaining("stem of 1 to 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(1 << 30, ONES, 1, ONES))
        .withMessageContaining("width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(8, ONES, 1, List.of(1)))
        .withMessageContaining("as many encoderBlocks as decoderBlocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(8, List.of(), 1, List.of()))
        .withMessageContaining("1 to 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(8, null, 1, ONES))
        .withMessageContaining("needs encoderBlocks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(8, ONES, -1, ONES))
        .withMessageContaining("blocks per level");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NafNet(8, ONES, 1, List.of(1, 2_000_000_000)))
        .withMessageContaining("blocks per level");
  }

  @Test
  void laterChangesOfTheGivenListsDoNotReachTheNetwork() {
    List<Integer> blocks = new ArrayList<>(ONES);
    NafNet network = new NafNet(8, blocks, 1, ONES);
    blocks.set(0, 9);
    assertThat(network.encoderBlocks()).isEqualTo(ONES);
  }
}
