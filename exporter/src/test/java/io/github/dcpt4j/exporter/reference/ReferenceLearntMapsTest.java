package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.ops.LearntRows;
import io.github.dcpt4j.exporter.ops.Positions;
import io.github.dcpt4j.exporter.ops.Prompt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Learnt feature maps on numbers that can be worked out by hand. */
class ReferenceLearntMapsTest extends ByHand {

  @Test
  void mixtureWeighsWholeFeatureMaps() {
    parameter("p", List.of(1, 2, 1, 2, 2), 1, 2, 3, 4, 10, 20, 30, 40);
    ReferenceTensor shares = ReferenceTensor.of(2, 2, 1, 1, new float[] {1, 0, 0.5f, 2});
    ReferenceTensor mixture = ops().mixture("p", new Prompt(2, 1, 2), shares);
    assertThat(mixture).hasToString("[2, 1, 2, 2]");
    assertThat(mixture.toDoubles()).containsExactly(1, 2, 3, 4, 20.5, 41, 61.5, 82);
  }

  @Test
  void learntRowsAreSpreadWithTheRoundingOfSinglePrecision() {
    float[] rows = new float[48];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    parameter("rows", List.of(1, 48, 1), rows);
    double[] laidOut =
        ops().learntRows("rows", new LearntRows(48, 1), plane(2, 37, new float[74])).toDoubles();
    // 37 * 48 / 74 is 24, but its rounded quotient lies below.
    assertThat(laidOut[36]).isEqualTo(23);
    assertThat(laidOut[37]).isEqualTo(23);
    assertThat(laidOut[38]).isEqualTo(24);
    assertThat(laidOut[73]).isEqualTo(47);
  }

  @Test
  void positionsAreStoredPixelByPixel() {
    parameter("p", List.of(1, 2, 2), 1, 2, 3, 4);
    ReferenceTensor x = ReferenceTensor.of(1, 2, 1, 2, new float[4]);
    assertThat(ops().addPositions("p", new Positions(2, 1, 2), x).toDoubles())
        .containsExactly(1, 3, 2, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().addPositions("p", new Positions(2, 2, 1), x))
        .withMessageContaining("p does not fit");
  }
}
