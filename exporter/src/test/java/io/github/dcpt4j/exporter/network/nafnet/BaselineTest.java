package io.github.dcpt4j.exporter.network.nafnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.network.ReceptiveField;
import java.util.List;
import org.junit.jupiter.api.Test;

class BaselineTest {

  private static final List<Integer> ONE = List.of(1);

  @Test
  void takesAnySizeAndTellsItsStages() {
    Baseline network = baseline(4, 1, 2);
    assertThat(network.sizeMultiple()).isEqualTo(1);
    assertThat(network.stageChannels()).containsExactly(4);
    assertThat(network.receptiveField()).isEqualTo(ReceptiveField.means(7));
  }

  @Test
  void configurationOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline(0, 1, 2))
        .withMessageContaining("baseline needs a width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline(1, 1, 2))
        .withMessageContaining("halves width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline(4, 0, 2))
        .withMessageContaining("depthwiseExpansion");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> baseline(4, 1, 17))
        .withMessageContaining("feedForwardExpansion");
  }

  private static Baseline baseline(int width, int depthwise, int feedForward) {
    return new Baseline(width, ONE, 1, ONE, depthwise, feedForward, 3, List.of(), false);
  }
}
