package io.github.dcpt4j.exporter.network.restormer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestormerTest {

  private final ObjectMapper json = Architectures.json();

  @Test
  void whatABuilderIsNotToldIsAsReleased() {
    Restormer network = Restormer.builder().build();
    assertThat(network.dim()).isEqualTo(48);
    assertThat(network.blocks()).containsExactly(4, 6, 6, 8);
    assertThat(network.norm()).isEqualTo(RestormerNorm.BIAS_FREE);
    assertThat(network.attention()).isEqualTo(Activation.RELU);
    assertThat(network.form()).isEqualTo(Restormer.Form.DCPT);
    assertThat(network.stageChannels()).containsExactly(96, 96, 192);
    assertThat(network.sizeMultiple()).isEqualTo(8);
    assertThat(network.receptiveField()).isEqualTo(ReceptiveField.wholeImage());
    assertThat(network.inputChannels()).isEqualTo(3);
  }

  @Test
  void softmaxMeansTheOriginalUnlessTheFormIsTold() {
    Restormer original = Restormer.builder().attention(Activation.SOFTMAX).build();
    assertThat(original).isEqualTo(Restormer.builder().form(Restormer.Form.ORIGINAL).build());
    assertThat(original.norm()).isEqualTo(RestormerNorm.WITH_BIAS);
    assertThat(
            Restormer.builder()
                .attention(Activation.SOFTMAX)
                .form(Restormer.Form.DCPT)
                .build()
                .norm())
        .isEqualTo(RestormerNorm.BIAS_FREE);
  }

  @Test
  void dualPixelsAreSixChannelsOfWhichThreeComeBack() {
    Restormer network = Restormer.builder().dualPixel(true).build();
    assertThat(network.inputChannels()).isEqualTo(6);
    assertThat(network.outputChannels()).isEqualTo(3);
  }

  @Test
  void documentedJsonIsRead() throws JsonProcessingException {
    RestorationNetwork network =
        read(
            """
            {"network": "restormer", "dim": 48, "blocks": [4,6,6,8], "refinementBlocks": 4,
             "heads": [1,2,4,8], "expansion": 2.66, "norm": "BiasFree", "bias": false,
             "attention": "relu"}
            """);
    assertThat(network).isEqualTo(Restormer.builder().build());
    assertThat(read("{\"network\": \"restormer\", \"form\": \"dcpt-origin\"}"))
        .isEqualTo(Restormer.builder().form(Restormer.Form.DCPT_ORIGIN).build());
    assertThat(read("{\"network\": \"restormer\", \"attention\": \"softmax\"}"))
        .isEqualTo(Restormer.builder().form(Restormer.Form.ORIGINAL).build());
  }

  @Test
  void jsonKeepsEveryField() throws JsonProcessingException {
    Restormer network =
        new Restormer(
            6,
            List.of(1, 2, 0, 3),
            5,
            List.of(3, 4, 2, 1),
            1.5,
            RestormerNorm.WITH_BIAS,
            true,
            Activation.SOFTMAX,
            Restormer.Form.DCPT_ORIGIN,
            2,
            1,
            true);
    String written = json.writerFor(RestorationNetwork.class).writeValueAsString(network);
    assertThat(written).contains("\"WithBias\"", "\"softmax\"", "\"dcpt-origin\"");
    assertThat(read(written)).isEqualTo(network);
  }

  @Test
  void wrongJsonIsRefused() {
    assertThatExceptionOfType(UnrecognizedPropertyException.class)
        .isThrownBy(() -> read("{\"network\": \"restormer\", \"depth\": 4}"));
    assertThatExceptionOfType(JsonMappingException.class)
        .isThrownBy(() -> read("{\"network\": \"restormer\", \"norm\": \"None\"}"));
    assertThatExceptionOfType(JsonMappingException.class)
        .isThrownBy(() -> read("{\"network\": \"restormer\", \"form\": null}"));
    assertThatExceptionOfType(JsonMappingException.class)
        .isThrownBy(() -> read("{\"network\": \"restormer\", \"dim\": 1}"))
        .withMessageContaining("even dim");
  }

  private RestorationNetwork read(String text) throws JsonProcessingException {
    return json.readValue(text, RestorationNetwork.class);
  }

  @Test
  void configurationOutOfRangeIsRefused() {
    refused(Restormer.builder().dim(7), "even dim");
    refused(Restormer.builder().dim(1 << 20), "even dim");
    refused(Restormer.builder().blocks(List.of(1, 1, 1)), "4 levels");
    refused(Restormer.builder().blocks(List.of(1, 1, 1, 2_000_000)), "0 to 1024");
    refused(Restormer.builder().refinementBlocks(-1), "refinementBlocks");
    refused(Restormer.builder().heads(List.of(1, 2, 4)), "heads of 4 levels");
    refused(Restormer.builder().heads(List.of(1, 2, 4, 7)), "384 channels of level 4");
    refused(Restormer.builder().heads(List.of(0, 2, 4, 8)), "into 0 heads");
    refused(Restormer.builder().expansion(0.001), "expansion");
    refused(Restormer.builder().expansion(Double.NaN), "expansion");
    refused(Restormer.builder().expansion(1e9), "expansion");
    refused(Restormer.builder().inputChannels(0), "image channels");
    refused(Restormer.builder().inputChannels(6), "dualPixel");
  }

  private static void refused(Restormer.Builder network, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(network::build)
        .withMessageContaining(complaint);
  }
}
