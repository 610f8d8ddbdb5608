package io.github.dcpt4j.exporter.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.NafNetForm;
import io.github.dcpt4j.exporter.network.PromptIr;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.RestormerNorm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
                false),
            "global pooling"),
        published("manifests/Restormer_5d", Restormer.builder().build()),
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

  private static Arguments published(String manifest, RestorationNetwork network, String... more) {
    return Arguments.of(manifest, network, List.of(more));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("checkpoints")
  void namesAndShapesTellTheNetwork(
      String manifest, RestorationNetwork network, List<String> assumptions) throws IOException {
    Weights weights = weights(manifest);

    NetworkRecognition recognised = NetworkRecognition.of(weights, NetworkDescription.none());

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
