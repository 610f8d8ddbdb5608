package io.github.dcpt4j.exporter.network.nafnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON form of NAFNet and Baseline, in which options may be left out. */
class NafNetJsonTest {

  private static final List<Integer> ONE = List.of(1);
  private static final String NAFNET =
      "{\"network\":\"nafnet\",\"width\":4,\"encoderBlocks\":[1],\"middleBlocks\":1,\"decoderBlocks\":[1]%s}";

  @Test
  void optionsThatAreNotSaidHaveTheirDefaults() {
    assertThat(parsed(NAFNET.formatted(""))).isEqualTo(new NafNet(4, ONE, 1, ONE));
    assertThat(parsed(NAFNET.formatted("").replace("nafnet", "baseline")))
        .isEqualTo(new Baseline(4, ONE, 1, ONE, 1, 2, 3, List.of(), false));
  }

  @Test
  void everyOptionComesBackAsItWasWritten() throws JsonProcessingException {
    List<RestorationNetwork> networks =
        List.of(
            new NafNet(4, ONE, 1, ONE),
            new NafNet(4, ONE, 1, ONE, NafNetForm.ORIGINAL, 1, List.of(24, 31), true, 1),
            new Baseline(4, ONE, 1, ONE, 2, 3, 6, List.of(64, 32), false));
    for (RestorationNetwork network : networks) {
      assertThat(parsed(new ObjectMapper().writeValueAsString(network))).isEqualTo(network);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'\"form\":\"other\"'; 'form'",
        "'\"imageChannels\":0'; 'imageChannels'",
        "'\"localPooling\":[128]'; 'height and width trained on'",
        "'\"localPooling\":[128,129]'; 'multiples of 2'",
        "'\"localPooling\":[4,128]'; '8 to 65536'",
        "'\"localPooling\":[128,null]'; 'localPooling'",
        "'\"localPoolingFast\":true'; 'localPoolingFast without localPooling'",
        "'\"feedForwardExpansion\":2'; 'feedForwardExpansion'",
      })
  void optionsOutOfRangeAreNamed(String option, String complaint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed(NAFNET.formatted("," + option)))
        .withMessageContaining(complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.5", "4.0", "\"4\"", "true", "null"})
  void numberOfAnotherKindIsRefused(String width) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parsed(NAFNET.formatted("").replace("\"width\":4", "\"width\":" + width)))
        .withMessage("the field 'width' is missing or has a value of a wrong kind");
  }

  private static RestorationNetwork parsed(String json) {
    return NetworkDescription.parse(json).network();
  }
}
