package io.github.dcpt4j.exporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.nafnet.Baseline;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRecognitionTest {

  @TempDir Path folder;

  static Stream<NafNet> networks() {
    return Stream.of(
        new NafNet(6, List.of(1, 2), 2, List.of(2, 3)),
        new NafNet(4, List.of(0, 11, 1), 0, List.of(1, 0, 1)),
        new NafNet(1, List.of(1), 1, List.of(0)),
        new NafNet(4, List.of(1), 1, List.of(1)).withStem(2),
        new NafNet(4, List.of(1), 1, List.of(1)).withStem(3));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void nafNetIsRecognisedFromNamesAndShapes(NafNet network) {
    assertThat(recognised(fresh(network)).network()).isEqualTo(network);
  }

  @Test
  void fileOfTheAuthorsNamesNeedsNoDescription() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.bundled("nafnet_multi.safetensors");
    Map<String, Tensor> network = new LinkedHashMap<>(vectors.weights().asMap());
    network.keySet().removeIf(name -> name.startsWith("classifier."));
    Path file = folder.resolve("foreign.safetensors");
    new SafeTensors(Map.of("format", "pt"), new Weights(network)).write(file);

    Checkpoint checkpoint = Checkpoint.read(file);

    assertThat(checkpoint.model()).isEqualTo(ModelDefinition.of(vectors.nafNet()));
    assertThat(checkpoint.weights().asMap()).containsExactlyInAnyOrderEntriesOf(network);
    assertThat(checkpoint.provenance()).isEqualTo(Map.of(Checkpoint.ASSUMED, "global pooling"));
  }

  @Test
  void recognisedNetworkIsLoadedStrictly() {
    Map<String, Tensor> tensors =
        new LinkedHashMap<>(fresh(networks().findFirst().orElseThrow()).asMap());
    tensors.remove("downs.0.bias");
    Path file = folder.resolve("incomplete.safetensors");
    new SafeTensors(Map.of(), new Weights(tensors)).write(file);

    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> Checkpoint.read(file))
        .withMessage("%s: the weights do not fit the network: missing downs.0.bias", file);
  }

  @Test
  void otherTensorsAreOfNoKnownNetwork() {
    Weights scalars =
        new Weights(
            Map.of(
                "intro.weight", new Tensor(List.of(), new float[1]),
                "ending.weight", new Tensor(List.of(), new float[1])));

    for (Weights weights : List.of(new Weights(Map.of()), scalars)) {
      assertThatExceptionOfType(CheckpointException.class)
          .isThrownBy(() -> recognised(weights))
          .withMessageContaining("its tensors are of none that is known");
    }
  }

  @Test
  void whatIsGivenCompletesWhatTheShapesTell() {
    NafNet network = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));

    NetworkRecognition recognised =
        NetworkRecognition.of(
            new TensorShapes(fresh(network).shapes()),
            NetworkDescription.parse("{\"localPooling\": [64, 32]}"));

    assertThat(((NafNet) recognised.network()).localPooling()).containsExactly(64, 32);
    assertThat(((NafNet) recognised.network()).width()).isEqualTo(4);
    assertThat(recognised.assumptions()).isEmpty();
    assertThat(
            NetworkRecognition.of(
                    new TensorShapes(fresh(network).shapes()), NetworkDescription.of(network))
                .network())
        .isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"width\": 8}; the description of the network says width 8, but the tensors have 4",
        "{\"network\": \"restormer\"}; says network \"restormer\", but the tensors have \"nafnet\"",
        "{\"encoderBlocks\": [1, 2]}; says encoderBlocks [1,2], but the tensors have [1,1]",
        "{\"form\": \"original\"}; says form \"original\", but the tensors have \"dcpt\"",
        "{\"depth\": 3}; the field 'depth' is not known",
        "{\"localPooling\": [64]}; height and width trained on",
      })
  void descriptionThatContradictsTheShapesIsRefused(String description, String complaint) {
    Path file = folder.resolve("bare.safetensors");
    new SafeTensors(Map.of(), fresh(new NafNet(4, List.of(1, 1), 1, List.of(1, 1)))).write(file);

    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(
            () -> Checkpoint.of(WeightsFile.read(file), NetworkDescription.parse(description)))
        .withMessageStartingWith(file.toString())
        .withMessageContaining(complaint);
  }

  @Test
  void firstConvolutionOfTwelveChannelsIsAStemUnlessTheDescriptionSaysOtherwise() {
    NafNet twelveChannels =
        new NafNet(4, List.of(1), 1, List.of(1), NafNetForm.ORIGINAL, 12, List.of(), false, 1);
    Path file = folder.resolve("twelve.safetensors");
    new SafeTensors(Map.of(), fresh(twelveChannels)).write(file);

    Checkpoint assumed = Checkpoint.of(WeightsFile.read(file), NetworkDescription.parse("{}"));
    Checkpoint given =
        Checkpoint.of(WeightsFile.read(file), NetworkDescription.parse("{\"stem\": 1}"));

    assertThat(((NafNet) assumed.model().network()).stem()).isEqualTo(2);
    assertThat(assumed.model().network().inputChannels()).isEqualTo(3);
    assertThat(given.model().network()).isEqualTo(twelveChannels);
  }

  @Test
  void descriptionChangesWhatACheckpointOfOurOwnSays() {
    NafNet network = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));
    ModelDefinition model =
        ModelDefinition.of(
            network, DegradationClassifier.fitting(network, 1, 2), List.of("rain", "noise"));
    Path file = folder.resolve("ours.safetensors");
    Weights weights = Weights.initial(ModelSummary.of(model).parameters(), new SplittableRandom(1));
    new Checkpoint(model, weights, Map.of("data", "none")).write(file);

    Checkpoint local =
        Checkpoint.of(
            WeightsFile.read(file), NetworkDescription.parse("{\"localPooling\": [64, 64]}"));

    assertThat(((NafNet) local.model().network()).localPooling()).containsExactly(64, 64);
    assertThat(local.model().labels()).containsExactly("rain", "noise");
    assertThat(local.provenance()).containsOnlyKeys("data");
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(
            () ->
                Checkpoint.of(
                    WeightsFile.read(file), NetworkDescription.parse("{\"middleBlocks\": 2}")))
        .withMessageContaining("the weights do not fit the network: missing middle_blks.1.");
  }

  @Test
  void restormerWithTheNamesOfTheOriginalMayBeThatOfTheRelease() {
    Restormer.Builder small =
        Restormer.builder().dim(4).blocks(List.of(1, 1, 1, 2)).heads(List.of(1, 2, 2, 4));
    Restormer original = small.form(Restormer.Form.ORIGINAL).build();
    Restormer release = small.form(Restormer.Form.DCPT_ORIGIN).build();

    assertThat(recognised(fresh(release)).network()).isEqualTo(original);
    for (String description : List.of("{\"attention\": \"relu\"}", "{\"form\": \"dcpt-origin\"}")) {
      NetworkRecognition told =
          NetworkRecognition.of(
              new TensorShapes(fresh(original).shapes()), NetworkDescription.parse(description));
      assertThat(told.network()).isEqualTo(release);
      assertThat(told.assumptions()).isEmpty();
    }
    assertThat(recognised(fresh(small.form(Restormer.Form.ORIGINAL).bias(true).build())))
        .isEqualTo(new NetworkRecognition(small.build(), List.of()));
    assertThat(recognised(fresh(small.form(Restormer.Form.DCPT_ORIGIN).build())))
        .isEqualTo(new NetworkRecognition(small.build(), List.of()));
  }

  @Test
  void feedForwardFactorIsOneThatGivesTheChannelsOfAllLevels() {
    for (double expansion : new double[] {2.66, 2, 1.5, 3.14, 0.25, 2.718}) {
      Restormer network =
          Restormer.builder()
              .dim(12)
              .blocks(List.of(1, 1, 1, 1))
              .heads(List.of(1, 1, 1, 1))
              .expansion(expansion)
              .build();

      Restormer found = (Restormer) recognised(fresh(network)).network();

      for (int channels : new int[] {12, 24, 48, 96}) {
        assertThat((int) (channels * found.expansion())).isEqualTo((int) (channels * expansion));
      }
    }
  }

  @Test
  void baselineIsRecognisedWithItsFactors() {
    Baseline network = new Baseline(4, List.of(1, 2), 1, List.of(0, 1), 2, 3, 1, List.of(), false);
    assertThat(recognised(fresh(network)).network()).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv_before_upsample.0.weight", "upsample.0.weight", "conv_up1.bias"})
  void swinIrThatEnlargesImagesIsRefused(String name) {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> recognised(swinIr("layers.0", name)))
        .withMessageContaining("it is a SwinIR for super-resolution");
  }

  @Test
  void swinIrOfTheReleaseAsksForItsHeads() {
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> recognised(swinIr("encode_layers.0", "decode_layers0.conv.weight")))
        .withMessageContaining("do not show the field 'heads' of the network: describe it with")
        .withMessageContaining("a number that divides 12");
  }

  private static Weights swinIr(String layer, String more) {
    String block = layer + ".residual_group.blocks.0.";
    return new Weights(
        Map.of(
            "conv_first.weight",
            zeros(12, 3, 3, 3),
            block + "norm1.weight",
            zeros(12),
            block + "attn.relative_position_bias_table",
            zeros(225, 2),
            block + "mlp.fc1.weight",
            zeros(24, 12),
            more,
            zeros(12)));
  }

  private static Tensor zeros(Integer... shape) {
    return new Tensor(List.of(shape), new float[Stream.of(shape).reduce(1, (a, b) -> a * b)]);
  }

  private static NetworkRecognition recognised(Weights weights) {
    return NetworkRecognition.of(new TensorShapes(weights.shapes()), NetworkDescription.none());
  }

  private static Weights fresh(RestorationNetwork network) {
    return Weights.initial(
        ModelSummary.of(ModelDefinition.of(network)).parameters(), new SplittableRandom(1));
  }
}
