package io.github.dcpt4j.exporter.network.promptir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptIrTest {

  private final ObjectMapper json = Architectures.json();

  @Test
  void documentedJsonIsTheReleasedNetwork() throws JsonProcessingException {
    RestorationNetwork network =
        read(
            """
            {"network": "promptir", "dim": 48, "blocks": [4,6,6,8], "refinementBlocks": 4,
             "heads": [1,2,4,8], "expansion": 2.66, "norm": "WithBias", "bias": false}
            """);
    assertThat(network).isEqualTo(PromptIr.builder().build());
    assertThat(network.sizeMultiple()).isEqualTo(8);
    assertThat(network.receptiveField()).isEqualTo(ReceptiveField.wholeImage());
  }

  @Test
  void jsonKeepsEveryField() throws JsonProcessingException {
    PromptIr network =
        new PromptIr(
            48,
            List.of(1, 2, 0, 3),
            5,
            List.of(3, 4, 2, 1),
            1.5,
            RestormerNorm.BIAS_FREE,
            true,
            PromptIr.Form.ORIGINAL,
            PromptIr.Stages.REDUCE_NOISE);
    String written = json.writerFor(RestorationNetwork.class).writeValueAsString(network);
    assertThat(written).contains("\"original\"", "\"reduce-noise\"");
    assertThat(read(written)).isEqualTo(network);
  }

  private RestorationNetwork read(String text) throws JsonProcessingException {
    return json.readValue(text, RestorationNetwork.class);
  }

  @Test
  void classifierReadsTheDecoderOrWhatFollowsFromThePrompts() {
    PromptIr decoder = PromptIr.builder().build();
    assertThat(decoder.stageChannels()).containsExactly(96, 192);
    assertThat(decoder.minimumSize()).isEqualTo(8);
    PromptIr prompted = PromptIr.builder().stages(PromptIr.Stages.REDUCE_NOISE).build();
    assertThat(prompted.stageChannels()).containsExactly(96, 192, 192);
    assertThat(prompted.minimumSize()).isEqualTo(16);
  }

  @Test
  void biasesReachTheConvolutionsThatNobodyUsesToo() {
    PromptIr.Builder network = PromptIr.builder().bias(true);
    assertThat(network.build().unusedParameters()).isEmpty();
    assertThat(network.form(PromptIr.Form.ORIGINAL).build().unusedParameters())
        .hasSize(12)
        .extracting(parameter -> parameter.name() + parameter.shape())
        .contains("chnl_reduce3.weight[256, 320, 1, 1]", "reduce_noise_channel_3.bias[192]");
  }

  @Test
  void configurationOutOfRangeIsRefused() {
    refused(PromptIr.builder().dim(32), "dim of 48");
    refused(PromptIr.builder().blocks(List.of(1)), "4 levels");
    refused(PromptIr.builder().heads(List.of(1, 2, 3, 8)), "160 channels with prompt 1");
    refused(PromptIr.builder().expansion(0), "expansion");
  }

  private static void refused(PromptIr.Builder network, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(network::build)
        .withMessageContaining(complaint);
  }
}
