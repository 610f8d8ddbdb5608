package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeUniformTest {

  private static final NafNet NETWORK = new NafNet(16, List.of(1, 1), 1, List.of(1, 1));

  private final Weights weights = HeUniform.of(NETWORK, 3);

  @Test
  void weightsHaveTwiceTheVarianceOfOneOverFanIn() {
    float[] values = weights.get("downs.0.weight").data();
    int fanIn = 16 * 2 * 2;

    double meanSquare =
        IntStream.range(0, values.length)
            .mapToDouble(i -> values[i] * values[i])
            .average()
            .orElse(0);
    assertThat(meanSquare).isCloseTo(2.0 / fanIn, within(0.1 / fanIn));
    double bound = Math.sqrt(6.0 / fanIn);
    double most =
        IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElse(0);
    assertThat(most).isBetween(0.95 * bound, bound + 1e-6);
  }

  @Test
  void biasesAreZeroAndAllElseStartsAsDeclared() {
    assertThat(weights.get("intro.bias").data()).containsOnly(0);
    assertThat(weights.get("decoder0.0.norm1.weight").data()).containsOnly(1);
    assertThat(weights.get("decoder0.0.norm1.bias").data()).containsOnly(0);
    assertThat(weights.get("decoder0.0.beta").data()).containsOnly(0);
  }

  @Test
  void theSeedDecides() {
    assertThat(HeUniform.of(NETWORK, 3).get("intro.weight").data())
        .isEqualTo(weights.get("intro.weight").data());
    assertThat(HeUniform.of(NETWORK, 4).get("intro.weight").data())
        .isNotEqualTo(weights.get("intro.weight").data());
  }
}
