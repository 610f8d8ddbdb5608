package io.github.dcpt4j.exporter.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StateOrderTest {

  private final StateOrder order = new StateOrder(List.of("late", "blocks", "weight", "bias"));

  @Test
  void wordsCountByTheirPlaceAndNumbersByTheirValue() {
    assertThat(
            Stream.of("blocks.10.weight", "blocks.9.bias", "blocks.9.weight", "late.bias")
                .sorted(order))
        .containsExactly("late.bias", "blocks.9.weight", "blocks.9.bias", "blocks.10.weight");
  }

  @Test
  void aNameComesBeforeThoseThatGoOnFromIt() {
    assertThat(order.compare("late", "late.bias")).isNegative();
    assertThat(order.compare("late.bias", "late.bias")).isZero();
  }

  @Test
  void anUnknownWordIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> order.compare("late.bias", "late.beta"))
        .withMessageContaining("'beta'");
  }
}
