package io.github.dcpt4j.exporter.network.swinir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.swinir.SwinIr.Form;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SwinIrTest {

  private static final SwinIrOptions USUAL = SwinIrOptions.DEFAULT;

  private static SwinIr dcpt(List<Integer> depths, int window, SwinIrOptions options) {
    List<Integer> heads = Collections.nCopies(depths.size(), 2);
    return new SwinIr(8, depths, heads, window, 2, 1, Form.DCPT, options);
  }

  private static SwinIr original(List<Integer> depths, int window, SwinIrOptions options) {
    List<Integer> heads = Collections.nCopies(depths.size(), 2);
    return new SwinIr(8, depths, heads, window, 2, 1, Form.ORIGINAL, options);
  }

  private static SwinIrOptions trainedOn(int height, int width) {
    return new SwinIrOptions(
        3, Residual.ONE_CONVOLUTION, true, true, false, List.of(height, width));
  }

  private static List<String> names(SwinIr network) {
    return ModelSummary.of(ModelDefinition.of(network)).networkParameters().stream()
        .map(Parameter::name)
        .toList();
  }

  @Test
  void theDcptFormTakesMultiplesOfItsWindowAndTheOriginalWhatItCanReflect() {
    assertThat(dcpt(List.of(1, 1, 1, 1, 1), 8, USUAL).sizeMultiple()).isEqualTo(8);
    assertThat(dcpt(List.of(1, 1, 1, 1, 1), 8, USUAL).minimumSize()).isEqualTo(8);
    assertThat(original(List.of(1), 8, USUAL).sizeMultiple()).isEqualTo(1);
    assertThat(original(List.of(1), 8, USUAL).minimumSize()).isEqualTo(5);
    assertThat(original(List.of(1), 7, USUAL).minimumSize()).isEqualTo(4);
    assertThat(original(List.of(1), 1, USUAL).minimumSize()).isEqualTo(1);
  }

  @Test
  void theDcptFormIgnoresTheThirdOfFiveEntries() {
    assertThat(names(dcpt(List.of(1, 1, 9, 1, 1), 2, USUAL)))
        .isEqualTo(names(dcpt(List.of(1, 1, 0, 1, 1), 2, USUAL)))
        .noneMatch(name -> name.contains("encode_layers.2"))
        .anyMatch(name -> name.startsWith("decode_layers1."));
  }

  @Test
  void theDcptFormNeedsFiveEntriesAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dcpt(List.of(1, 1, 1, 1), 2, USUAL))
        .withMessageContaining("at least 5 depths");
  }

  @Test
  void theSecondHalfOfTheLayersIsTheDecoderAndAllItsStagesHaveFullSize() {
    assertThat(dcpt(List.of(1, 1, 1, 1, 1), 2, USUAL).stageChannels()).containsExactly(8, 8);
    assertThat(original(List.of(1), 2, USUAL).stageChannels()).containsExactly(8);
    SwinIr network = original(Collections.nCopies(6, 1), 2, USUAL);
    assertThat(network.stageChannels()).containsExactly(8, 8, 8);
    assertThat(network.stagesAtFullSize()).isTrue();
    assertThat(DegradationClassifier.fitting(network, 1, 2).downsample()).isTrue();
  }

  @Test
  void itsReachIsAWindowPerLayer() {
    assertThat(dcpt(List.of(6, 6, 6, 6, 6), 8, USUAL).receptiveField().pixels())
        .isEqualTo(OptionalInt.of(32));
    assertThat(original(List.of(6, 6, 6), 7, USUAL).receptiveField().pixels())
        .isEqualTo(OptionalInt.of(21));
  }

  @Test
  void trainingImagesNoLargerThanTheWindowMakeTheWindowSmaller() {
    assertThat(dcpt(List.of(1, 1, 1, 1, 1), 8, trainedOn(4, 12)).sizeMultiple()).isEqualTo(4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> original(List.of(1), 8, trainedOn(3, 12)))
        .withMessageContaining("imageSize of [3, 12]");
  }

  @Test
  void configurationOutOfRangeIsRefused() {
    List<Integer> one = List.of(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(0, one, one, 8, 2, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("embedDim");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, one, one, 1 << 20, 2, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("window");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, one, List.of(1, 1), 8, 2, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("as many depths as heads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, List.of(), List.of(), 8, 2, 1, Form.ORIGINAL, USUAL));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, List.of(2_000_000_000), one, 8, 2, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("blocks per layer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, one, List.of(3), 8, 2, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("do not divide");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, one, one, 8, Double.NaN, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("mlpRatio");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, one, one, 8, 0.1, 1, Form.ORIGINAL, USUAL))
        .withMessageContaining("mlpRatio");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, one, one, 8, 2, 0, Form.ORIGINAL, USUAL))
        .withMessageContaining("imageRange");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(8, null, one, 8, 2, 1, Form.ORIGINAL, USUAL));
    SwinIrOptions narrow =
        new SwinIrOptions(3, Residual.THREE_CONVOLUTIONS, true, true, false, List.of(64, 64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SwinIr(3, one, one, 8, 2, 1, Form.ORIGINAL, narrow))
        .withMessageContaining("3conv");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SwinIrOptions(0, Residual.ONE_CONVOLUTION, true, true, false, List.of(64, 64)))
        .withMessageContaining("imageChannels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainedOn(0, 64))
        .withMessageContaining("imageSize");
  }

  @Test
  void laterChangesOfTheGivenListsDoNotReachTheNetwork() {
    List<Integer> depths = new ArrayList<>(List.of(1, 2));
    SwinIr network = original(depths, 8, USUAL);
    depths.set(0, 9);
    assertThat(network.depths()).containsExactly(1, 2);
  }
}
