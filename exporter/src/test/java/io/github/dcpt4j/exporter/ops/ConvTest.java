package io.github.dcpt4j.exporter.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.weights.Init;
import org.junit.jupiter.api.Test;

class ConvTest {

  @Test
  void fanInCountsTheInputsOfOneGroup() {
    assertThat(Conv.same(4, 2, 3).fanIn()).isEqualTo(36);
    assertThat(Conv.depthwise(4).fanIn()).isEqualTo(9);
  }

  @Test
  void weightsStartWithinTheFanInBound() {
    assertThat(Conv.same(4, 2, 3).weightInit()).isEqualTo(new Init.Uniform(1.0 / 6));
    assertThat(Conv.depthwise(4).weightInit()).isEqualTo(new Init.Uniform(1.0 / 3));
  }

  @Test
  void channelsHaveToDivideIntoTheGroups() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Conv(4, 6, 1, 1, 0, 4, true, Init.ZEROS, Init.ZEROS))
        .withMessage("channels 4 -> 6 do not divide into 4 groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Conv.pointwise(0, 1))
        .withMessageContaining("positive");
  }
}
