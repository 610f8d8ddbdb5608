package io.github.dcpt4j.exporter.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.ChannelAttention.Activation;
import io.github.dcpt4j.exporter.network.Init;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.Parameter;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.RestormerNorm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restormer's parameters and cost against the manifests of the published networks. */
class PublishedRestormersTest {

  @ParameterizedTest
  @CsvSource({
    "manifests/Restormer_5d.json, DCPT",
    "original/manifests/Restormer_deraining.json, ORIGINAL",
    "original/manifests/Restormer_gray_denoising.json, ORIGINAL",
    "original/manifests/Restormer_dual_pixel.json, ORIGINAL"
  })
  void haveTheManifestsParametersInItsOrder(String file, Restormer.Form form) throws IOException {
    JsonNode manifest = manifest(file);
    Restormer network = ReferenceVectors.restormer(form, manifest.get("kwargs"));

    ModelSummary summary = ModelSummary.of(ModelDefinition.of(network));

    List<String> listed = new ArrayList<>();
    for (JsonNode entry : manifest.get("state_dict")) {
      List<Integer> shape = new ArrayList<>();
      entry.get("shape").forEach(side -> shape.add(side.intValue()));
      listed.add(entry.get("key").textValue() + " " + shape);
    }
    assertThat(summary.networkParameters())
        .extracting(parameter -> parameter.name() + " " + parameter.shape())
        .containsExactlyElementsOf(listed)
        .hasSize(manifest.get("tensors").intValue());
    assertThat(summary.networkSize()).isEqualTo(manifest.get("parameters").longValue());
  }

  @Test
  void costTheManifestsMultiplyAccumulates() throws IOException {
    JsonNode counted = manifest("manifests/Restormer_5d.json").get("macs_256x256").get("total");
    assertThat(ModelSummary.multiplyAccumulates(Restormer.builder().build(), 256, 256))
        .isCloseTo(counted.longValue(), withinPercentage(0.001));
  }

  @Test
  void whatABuilderIsNotToldIsAsPublished() {
    Restormer released = Restormer.builder().build();
    assertThat(released.norm()).isEqualTo(RestormerNorm.BIAS_FREE);
    assertThat(released.attention()).isEqualTo(Activation.RELU);
    assertThat(released.form()).isEqualTo(Restormer.Form.DCPT);
    assertThat(released.stageChannels()).containsExactly(96, 96, 192);
    assertThat(released.sizeMultiple()).isEqualTo(8);
    Restormer original = Restormer.builder().attention(Activation.SOFTMAX).build();
    assertThat(original.form()).isEqualTo(Restormer.Form.ORIGINAL);
    assertThat(original.norm()).isEqualTo(RestormerNorm.WITH_BIAS);
    assertThat(Restormer.builder().dualPixel(true).build().inputChannels()).isEqualTo(6);
  }

  @Test
  void startFromTheReleasesInitialValues() {
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

  private static JsonNode manifest(String name) throws IOException {
    return new ObjectMapper().readTree(ReferenceVectors.sharedFile(name).toFile());
  }
}
