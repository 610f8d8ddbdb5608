package io.github.dcpt4j.exporter.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of the names and shapes that published checkpoints have. */
class PublishedCheckpointsTest {

  private static final String SOFTMAX = "attention softmax, as first published";
  private static final List<Integer> ONES = List.of(1, 1, 1, 1);

  static Stream<Arguments> checkpoints() {
    Restormer.Builder original =
        Restormer.builder().form(Restormer.Form.ORIGINAL).norm(RestormerNorm.WITH_BIAS);
    return Stream.of(
        published(
            "manifests/NAFNet_5d", new NafNet(64, List.of(1, 1, 1, 28), 1, ONES), "global pooling"),
        published(
            "original/manifests/NAFNet_SIDD_width32",
            new NafNet(
                32,
                List.of(2, 2, 4, 8),
                12,
                List.of(2, 2, 2, 2),
                NafNetForm.ORIGINAL,
                3,
                List.of(),
                false,
                1),
            "global pooling"),
        published("manifests/Restormer_5d", Restormer.builder().build()),
        published("original/manifests/SwinIR_color_denoising", swinIr(8, 1, 3), "imageRange 1"),
        published("original/manifests/SwinIR_gray_jpeg", swinIr(7, 255, 1), "imageRange 255"),
        published("original/manifests/AirNet_all", AirNet.published()),
        published("original/manifests/TransWeather", TransWeather.published()),
        published("manifests/PromptIR_5d", PromptIr.builder().build()),
        published(
            "original/manifests/PromptIR_all_in_one",
            PromptIr.builder().form(PromptIr.Form.ORIGINAL).build()),
        published("original/manifests/Restormer_deraining", original.build(), SOFTMAX),
        published(
            "original/manifests/Restormer_dual_pixel",
            Restormer.builder().form(Restormer.Form.ORIGINAL).dualPixel(true).build(),
            SOFTMAX),
        published(
            "original/manifests/Restormer_gray_denoising",
            Restormer.builder()
                .form(Restormer.Form.ORIGINAL)
                .norm(RestormerNorm.BIAS_FREE)
                .inputChannels(1)
                .outputChannels(1)
                .build(),
            SOFTMAX));
  }

  private static SwinIr swinIr(int window, double imageRange, int imageChannels) {
    SwinIrOptions usual = SwinIrOptions.DEFAULT;
    List<Integer> six = Collections.nCopies(6, 6);
    return new SwinIr(
        180,
        six,
        six,
        window,
        2,
        imageRange,
        SwinIr.Form.ORIGINAL,
        new SwinIrOptions(imageChannels, usual.residual(), true, true, false, usual.imageSize()));
  }

  @Test
  void swinIrOfTheReleaseIsRecognisedOnceItsHeadsAreGiven() throws IOException {
    Weights weights = weights("manifests/SwinIR_5d");
    NetworkDescription heads = NetworkDescription.parse("{\"heads\": [6, 6, 6, 6, 6, 6]}");
    RestorationNetwork published = Architectures.preset("dcpt-swinir-5d").orElseThrow().network();

    NetworkRecognition recognised =
        NetworkRecognition.of(new TensorShapes(weights.shapes()), heads);

    assertThat(recognised.network()).isEqualTo(published);
    assertThat(recognised.assumptions()).containsExactly("window 8", "imageRange 1");
    assertThat(
            NetworkRecognition.of(
                new TensorShapes(weights.shapes()), NetworkDescription.of(published)))
        .isEqualTo(new NetworkRecognition(published, List.of()));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(
            () ->
                NetworkRecognition.of(
                    new TensorShapes(weights.shapes()), NetworkDescription.none()))
        .withMessageContaining("the published network of 180 channels has 6 each");
    // The whole of the published file fits.
    new Checkpoint(ModelDefinition.of(published), weights, Map.of());
  }

  static List<NetworkPreset> presets() {
    return Architectures.presets();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void presetIsWhatItsOwnWeightsTell(NetworkPreset preset) {
    RestorationNetwork network = preset.network();
    Weights weights =
        Weights.initial(
            ModelSummary.of(ModelDefinition.of(network)).parameters(), new SplittableRandom(1));

    assertThat(
            NetworkRecognition.of(
                    new TensorShapes(weights.shapes()), NetworkDescription.of(network))
                .network())
        .isEqualTo(network);
  }

  private static Arguments published(String manifest, RestorationNetwork network, String... more) {
    return Arguments.of(manifest, network, List.of(more));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checkpoints")
  void namesAndShapesTellTheNetwork(
      String manifest, RestorationNetwork network, List<String> assumptions) throws IOException {
    Weights weights = weights(manifest);

    NetworkRecognition recognised =
        NetworkRecognition.of(new TensorShapes(weights.shapes()), NetworkDescription.none());

    assertThat(recognised.network()).isEqualTo(network);
    assertThat(recognised.assumptions()).isEqualTo(assumptions);
    // The whole of the published file fits.
    new Checkpoint(ModelDefinition.of(network), weights, Map.of());
  }

  private static Weights weights(String manifest) throws IOException {
    JsonNode state =
        new ObjectMapper()
            .readTree(ReferenceVectors.sharedFile(manifest + ".json").toFile())
            .get("state_dict");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (JsonNode entry : state) {
      List<Integer> shape =
          new ObjectMapper().convertValue(entry.get("shape"), new TypeReference<>() {});
      int size = shape.stream().reduce(1, Math::multiplyExact);
      tensors.put(entry.get("key").textValue(), new Tensor(shape, new float[size]));
    }
    return new Weights(tensors);
  }
}
