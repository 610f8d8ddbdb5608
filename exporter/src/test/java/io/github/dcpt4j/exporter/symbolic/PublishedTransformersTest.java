package io.github.dcpt4j.exporter.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.AuthorsArguments;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parameters and cost of Restormer and PromptIR against the manifests of the published networks.
 */
class PublishedTransformersTest {

  @Test
  void releasedRestormerIsAsItsManifestSays() throws IOException {
    JsonNode manifest = json(ReferenceVectors.bundledFile("manifests/Restormer_5d.json"));
    Restormer network = AuthorsArguments.restormer(Restormer.Form.DCPT, manifest.get("kwargs"));
    requireParameters(network, manifest);
    requireCost(network, manifest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deraining", "gray_denoising", "dual_pixel"})
  void originalRestormersHaveTheManifestsParametersInItsOrder(String name) throws IOException {
    String file = "original/manifests/Restormer_" + name + ".json";
    JsonNode manifest = json(ReferenceVectors.sharedFile(file));
    requireParameters(
        AuthorsArguments.restormer(Restormer.Form.ORIGINAL, manifest.get("kwargs")), manifest);
  }

  @Test
  void releasedPromptIrIsAsItsManifestSays() throws IOException {
    JsonNode manifest = json(ReferenceVectors.bundledFile("manifests/PromptIR_5d.json"));
    PromptIr network = AuthorsArguments.promptIr(PromptIr.Form.DCPT, manifest.get("kwargs"));
    requireParameters(network, manifest);
    requireCost(network, manifest);
  }

  @Test
  void originalPromptIrHasTheManifestsParametersAndSixThatNothingNeeds() throws IOException {
    String file = "original/manifests/PromptIR_all_in_one.json";
    JsonNode manifest = json(ReferenceVectors.sharedFile(file));
    PromptIr network = AuthorsArguments.promptIr(PromptIr.Form.ORIGINAL, manifest.get("kwargs"));
    requireParameters(network, manifest);
    assertThat(network.unusedParameters()).hasSize(6);
    assertThat(ModelSummary.of(ModelDefinition.of(network)).networkParameters())
        .hasSize(542)
        .doesNotContainAnyElementsOf(network.unusedParameters());
  }

  private static void requireParameters(RestorationNetwork network, JsonNode manifest) {
    List<String> listed = new ArrayList<>();
    for (JsonNode entry : manifest.get("state_dict")) {
      List<Integer> shape = new ArrayList<>();
      entry.get("shape").forEach(side -> shape.add(side.intValue()));
      listed.add(entry.get("key").textValue() + " " + shape);
    }
    List<Parameter> parameters = ModelSummary.stateDictionary(network);
    assertThat(parameters)
        .extracting(parameter -> parameter.name() + " " + parameter.shape())
        .containsExactlyElementsOf(listed)
        .hasSize(manifest.get("tensors").intValue());
    assertThat(parameters.stream().mapToLong(Parameter::size).sum())
        .isEqualTo(manifest.get("parameters").longValue());
  }

  private static void requireCost(RestorationNetwork network, JsonNode manifest) {
    assertThat(ModelSummary.multiplyAccumulates(network, 256, 256))
        .isCloseTo(manifest.at("/macs_256x256/total").longValue(), withinPercentage(0.001));
  }

  @Test
  void promptIrStartsFromTheUsualValuesAndPromptsBetweenZeroAndOne() {
    List<Parameter> parameters =
        ModelSummary.of(ModelDefinition.of(PromptIr.builder().build())).networkParameters();
    assertThat(init(parameters, "prompt2.prompt_param")).isEqualTo(new Init.Between(0, 1));
    assertThat(init(parameters, "prompt2.linear_layer.bias"))
        .isEqualTo(new Init.Uniform(1 / Math.sqrt(192)));
    assertThat(init(parameters, "noise_level1.ffn.dwconv.weight"))
        .isEqualTo(new Init.Uniform(1.0 / 3));
    assertThat(init(parameters, "noise_level1.attn.temperature")).isEqualTo(Init.ONES);
  }

  @Test
  void restormerStartsFromTheReleasesValues() {
    Restormer network =
        Restormer.builder()
            .dim(4)
            .heads(List.of(1, 1, 1, 1))
            .form(Restormer.Form.ORIGINAL)
            .bias(true)
            .build();
    List<Parameter> parameters = ModelSummary.of(ModelDefinition.of(network)).networkParameters();
    assertThat(init(parameters, "patch_embed.proj.weight")).isEqualTo(new Init.Normal(0.02));
    assertThat(init(parameters, "latent.0.attn.qkv_dwconv.weight"))
        .isEqualTo(new Init.Normal(0.02));
    assertThat(init(parameters, "latent.0.attn.qkv_dwconv.bias")).isEqualTo(Init.ZEROS);
    assertThat(init(parameters, "latent.0.attn.temperature")).isEqualTo(Init.ONES);
    assertThat(init(parameters, "latent.0.norm1.body.weight")).isEqualTo(Init.ONES);
    assertThat(init(parameters, "latent.0.norm1.body.bias")).isEqualTo(Init.ZEROS);
  }

  private static Init init(List<Parameter> parameters, String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow()
        .init();
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
