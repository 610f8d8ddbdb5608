package io.github.dcpt4j.exporter.network.swinir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.architecture.StrictJson;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwinIrJsonTest {

  @Test
  void swinIrMayLeaveOutWhatIsUsual() {
    String text =
        """
        {"network": "swinir", "embedDim": 180, "depths": [6, 6], "heads": [6, 6], "window": 8,
         "form": "original"}
        """;
    assertThat(NetworkDescription.parse(text).network())
        .isEqualTo(
            new SwinIr(
                180,
                List.of(6, 6),
                List.of(6, 6),
                8,
                2,
                1,
                SwinIr.Form.ORIGINAL,
                SwinIrOptions.DEFAULT));
  }

  @Test
  void optionsOfSwinIrMayBeGivenOneByOne() {
    String text =
        """
        {"network": "swinir", "embedDim": 12, "depths": [1], "heads": [2], "window": 7,
         "mlpRatio": 1.5, "imageRange": 255, "form": "original",
         "options": {"imageChannels": 1, "residual": "3conv"}}
        """;
    SwinIr network = (SwinIr) NetworkDescription.parse(text).network();
    assertThat(network.mlpRatio()).isEqualTo(1.5);
    assertThat(network.imageRange()).isEqualTo(255);
    assertThat(network.options())
        .isEqualTo(
            new SwinIrOptions(
                1, Residual.THREE_CONVOLUTIONS, true, true, false, List.of(128, 128)));
  }

  @Test
  void swinIrComesBackFromItsJsonForm() throws IOException {
    SwinIr network =
        new SwinIr(
            12,
            List.of(1, 2, 3, 4, 5),
            List.of(1, 2, 3, 4, 6),
            4,
            1.5,
            255,
            SwinIr.Form.DCPT,
            new SwinIrOptions(1, Residual.THREE_CONVOLUTIONS, false, false, true, List.of(8, 12)));
    String text =
        new ObjectMapper().writerFor(RestorationNetwork.class).writeValueAsString(network);
    assertThat(text).contains("\"network\":\"swinir\"", "\"form\":\"dcpt\"", "\"3conv\"");
    assertThat(NetworkDescription.parse(text).network()).isEqualTo(network);
  }

  @Test
  void whatSwinIrCannotDoWithoutIsAskedFor() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NetworkDescription.parse(
                        """
                    {"network": "swinir", "embedDim": 8, "depths": [1], "heads": [1], "window": 8}
                    """)
                    .network())
        .withMessageContaining("'form' is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NetworkDescription.parse(
                        """
                    {"network": "swinir", "embedDim": 8, "depths": [1], "heads": [1], "window": 8,
                     "form": "original", "options": {"patchNrom": true}}
                    """)
                    .network())
        .withMessageContaining("'patchNrom' is not known");
  }

  @Test
  void classifiersOfOlderFilesDoNotDownsample() {
    String text =
        """
        {"featureChannels": [8, 16], "residualBlocks": 1, "classes": 5, "withImage": false}
        """;
    DegradationClassifier classifier = StrictJson.parse(text, new TypeReference<>() {});
    assertThat(classifier).isEqualTo(new DegradationClassifier(List.of(8, 16), 1, 5, false));
    assertThat(classifier.downsample()).isFalse();
  }
}
