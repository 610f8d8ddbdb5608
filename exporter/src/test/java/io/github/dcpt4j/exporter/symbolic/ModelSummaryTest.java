package io.github.dcpt4j.exporter.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.AuthorsArguments;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.ReferenceVectors.PoolingKind;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.nafnet.NafNetForm;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters and cost against the manifests of the published networks. */
class ModelSummaryTest {

  private static final NafNet PUBLISHED =
      new NafNet(64, List.of(1, 1, 1, 28), 1, List.of(1, 1, 1, 1));
  private static final List<String> LABELS = List.of("a", "b", "c", "d", "e");

  @Test
  void publishedNafNetHasTheManifestsParametersInItsOrder() throws IOException {
    JsonNode manifest = manifest("NAFNet_5d.json");
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(PUBLISHED));
    assertThat(described(summary.networkParameters(), ""))
        .containsExactlyElementsOf(described(manifest))
        .hasSize(664);
    assertThat(summary.networkSize()).isEqualTo(manifest.get("parameters").longValue());
    assertThat(summary.classifierParameters()).isEmpty();
    assertThat(summary.classifierSize()).isZero();
  }

  @Test
  void nafNetAsItsOwnAuthorsPublishedItHasTheManifestsParametersInItsOrder() throws IOException {
    NafNet published =
        new NafNet(
            32,
            List.of(2, 2, 4, 8),
            12,
            List.of(2, 2, 2, 2),
            NafNetForm.ORIGINAL,
            3,
            List.of(256, 256),
            false,
            1);
    JsonNode manifest =
        new ObjectMapper()
            .readTree(
                ReferenceVectors.sharedFile("original/manifests/NAFNet_SIDD_width32.json")
                    .toFile());
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(published));
    assertThat(described(summary.networkParameters(), ""))
        .containsExactlyElementsOf(described(manifest))
        .hasSize(manifest.get("tensors").intValue());
    assertThat(summary.networkSize()).isEqualTo(manifest.get("parameters").longValue());
  }

  @ParameterizedTest
  @CsvSource({
    "original/nafnet_orig_small.safetensors",
    "original/nafnet_orig_local.safetensors",
    "nafnet_tlsc.safetensors",
    "original/baseline_orig_small.safetensors",
  })
  void parametersStandInTheOrderOfTheAuthorsStateDictionary(String file) throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared(file);
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(vectors.network(PoolingKind.GLOBAL)));
    assertThat(summary.networkParameters().stream().map(Parameter::name))
        .containsExactlyElementsOf(vectors.weights().asMap().keySet());
  }

  @Test
  void publishedNafNetCostsTheManifestsMultiplyAccumulates() throws IOException {
    long counted = manifest("NAFNet_5d.json").get("macs_256x256").get("total").longValue();
    assertThat(ModelSummary.multiplyAccumulates(PUBLISHED, 256, 256))
        .isCloseTo(counted, withinPercentage(0.001));
  }

  @Test
  void swinIrOfTheDcptReleaseHasTheManifestsParametersAndCost() throws IOException {
    JsonNode manifest = manifest("SwinIR_5d.json");
    SwinIr network = AuthorsArguments.swinIr(manifest.get("kwargs"), SwinIr.Form.DCPT);
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(network));
    assertThat(described(summary.networkParameters(), ""))
        .containsExactlyElementsOf(described(manifest))
        .hasSize(454);
    assertThat(summary.networkSize()).isEqualTo(manifest.get("parameters").longValue());
    assertThat(ModelSummary.multiplyAccumulates(network, 256, 256))
        .isEqualTo(manifest.get("macs_256x256").get("total").longValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SwinIR_color_denoising", "SwinIR_gray_jpeg"})
  void publishedSwinIrHasTheManifestsParametersInItsOrder(String name) throws IOException {
    JsonNode manifest =
        new ObjectMapper()
            .readTree(ReferenceVectors.sharedFile("original/manifests/" + name + ".json").toFile());
    SwinIr network = AuthorsArguments.swinIr(manifest.get("kwargs"), SwinIr.Form.ORIGINAL);
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(network));
    assertThat(described(summary.networkParameters(), ""))
        .containsExactlyElementsOf(described(manifest))
        .hasSize(manifest.get("tensors").intValue() - manifest.get("buffers").intValue());
    assertThat(summary.networkSize()).isEqualTo(manifest.get("parameters").longValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1layer_rect", "options", "noshift", "w7_gray"})
  void unusualSwinIrsHaveTheirVectorsParametersInTheirOrder(String name) throws IOException {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/swinir_orig_" + name + ".safetensors");
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(vectors.swinIr()));
    assertThat(summary.networkParameters())
        .extracting(Parameter::name)
        .containsExactlyElementsOf(vectors.weights().asMap().keySet());
  }

  @Test
  void initialValuesOfSwinIrAreThoseOfTheAuthorsCode() throws IOException {
    SwinIr network = ReferenceVectors.bundled("swinir_orig_1layer_rect.safetensors").swinIr();
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(network));
    String block = "layers.0.residual_group.blocks.0.";
    assertThat(init(summary, block + "attn.qkv.weight")).isEqualTo(new Init.Normal(0.02));
    assertThat(init(summary, block + "attn.qkv.bias")).isEqualTo(Init.ZEROS);
    assertThat(init(summary, block + "attn.relative_position_bias_table"))
        .isEqualTo(new Init.Normal(0.02));
    assertThat(init(summary, block + "norm1.weight")).isEqualTo(Init.ONES);
    assertThat(init(summary, "layers.0.conv.0.weight"))
        .isEqualTo(new Init.Uniform(1 / Math.sqrt(9 * 12)));
  }

  @Test
  void classifierThatFitsSwinIrDecimatesItsStages() {
    SwinIr network =
        new SwinIr(
            180,
            Collections.nCopies(6, 1),
            Collections.nCopies(6, 6),
            8,
            2,
            1,
            SwinIr.Form.DCPT,
            SwinIrOptions.DEFAULT);
    assertThat(DegradationClassifier.fitting(network, 2, 5))
        .isEqualTo(new DegradationClassifier(List.of(180, 180, 180), 2, 5, false, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NAFNet", "PromptIR", "Restormer", "SwinIR"})
  void classifiersOfThePublishedNetworksHaveTheManifestsParametersInTheirOrder(String network)
      throws IOException {
    JsonNode manifest = manifest("head_" + network + "_5d.json");
    DegradationClassifier classifier =
        AuthorsArguments.classifier(manifest.get("head"), manifest.get("kwargs"));
    List<Parameter> parameters = ModelSummary.parameters(classifier);
    assertThat(described(parameters, DegradationClassifier.SCOPE))
        .containsExactlyElementsOf(described(manifest));
    assertThat(parameters.stream().mapToLong(Parameter::size).sum())
        .isEqualTo(manifest.get("parameters").longValue());
  }

  @Test
  void modelWithClassifierListsTheNetworkFirst() throws IOException {
    JsonNode manifest = manifest("head_NAFNet_5d.json");
    ModelSummary summary =
        ModelSummary.of(
            ModelDefinition.of(PUBLISHED, DegradationClassifier.fitting(PUBLISHED, 2, 5), LABELS));
    assertThat(summary.classifierSize()).isEqualTo(manifest.get("parameters").longValue());
    assertThat(summary.parameters().subList(0, 664)).isEqualTo(summary.networkParameters());
    assertThat(summary.parameters().subList(664, summary.parameters().size()))
        .isEqualTo(summary.classifierParameters());
  }

  @Test
  void initialValuesAreThoseOfTheAuthorsCode() {
    NafNet network = new NafNet(4, List.of(1), 1, List.of(1));
    ModelSummary summary =
        ModelSummary.of(
            ModelDefinition.of(network, DegradationClassifier.fitting(network, 1, 5), LABELS));
    assertThat(init(summary, "intro.weight")).isEqualTo(new Init.Uniform(1 / Math.sqrt(27)));
    assertThat(init(summary, "intro.bias")).isEqualTo(new Init.Uniform(1 / Math.sqrt(27)));
    assertThat(init(summary, "encoders.0.0.conv2.bias")).isEqualTo(new Init.Uniform(1.0 / 3));
    assertThat(init(summary, "downs.0.weight")).isEqualTo(new Init.Uniform(1.0 / 4));
    assertThat(init(summary, "encoders.0.0.beta")).isEqualTo(Init.ZEROS);
    assertThat(init(summary, "encoders.0.0.norm1.weight")).isEqualTo(Init.ONES);
    assertThat(init(summary, "encoders.0.0.norm1.bias")).isEqualTo(Init.ZEROS);
    assertThat(init(summary, "classifier.mixing_weights")).isEqualTo(Init.ONES);
    assertThat(init(summary, "classifier.last_stage.0.conv2.weight"))
        .isEqualTo(new Init.Normal(Math.sqrt(2.0 / (8 * 9))));
    assertThat(init(summary, "classifier.fc.weight")).isEqualTo(new Init.Uniform(1 / Math.sqrt(4)));
  }

  private static Init init(ModelSummary summary, String name) {
    return summary.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow()
        .init();
  }

  @Test
  void costGrowsWithTheImageAndNeedsASizeThatTheNetworkTakes() {
    NafNet network = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));
    long small = ModelSummary.multiplyAccumulates(network, 64, 64);
    long large = ModelSummary.multiplyAccumulates(network, 128, 128);
    assertThat((double) large / small).isBetween(3.9, 4.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelSummary.multiplyAccumulates(network, 66, 64));
  }

  private static JsonNode manifest(String name) throws IOException {
    return new ObjectMapper().readTree(ReferenceVectors.bundledFile("manifests/" + name).toFile());
  }

  private static List<String> described(JsonNode manifest) {
    List<String> described = new ArrayList<>();
    for (JsonNode entry : manifest.get("state_dict")) {
      if (entry.path("buffer").asBoolean()) {
        continue;
      }
      List<Integer> shape = new ArrayList<>();
      entry.get("shape").forEach(side -> shape.add(side.intValue()));
      described.add(entry.get("key").textValue() + " " + shape);
    }
    return described;
  }

  private static List<String> described(List<Parameter> parameters, String scope) {
    return parameters.stream()
        .peek(parameter -> assertThat(parameter.name()).startsWith(scope))
        .map(parameter -> parameter.name().substring(scope.length()) + " " + parameter.shape())
        .toList();
  }
}
