package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.ops.CrossAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Attention between channels, within windows and to another map on numbers that can be worked out
 * by hand.
 */
class ReferenceAttentionTest extends ByHand {

  @Test
  void channelAttentionComparesChannelsAsUnitVectorsOverAllPixels() {
    parameter("t", List.of(1, 1, 1), 2);
    // Two pixels; queries (3, 4) and (0, -2), keys (5, 0) and (0, 1), values (1, 10), (100, 1000).
    float[] qkv = {3, 4, 0, -2, 5, 0, 0, 1, 1, 10, 100, 1000};
    ReferenceTensor x = ReferenceTensor.of(1, 6, 1, 2, qkv);
    // Products: 0.6 and 0.8 for the first query, 0 and -1 for the second, all times two.
    double[] mixed =
        ops()
            .transposedAttention("t", new TransposedAttention(2, 1, Activation.RELU), x)
            .toDoubles();
    assertThat(mixed[0]).isCloseTo(1.2 * 1 + 1.6 * 100, within(1e-12));
    assertThat(mixed[1]).isCloseTo(1.2 * 10 + 1.6 * 1000, within(1e-12));
    assertThat(mixed[2]).isZero();
    double[] soft =
        ops()
            .transposedAttention("t", new TransposedAttention(2, 1, Activation.SOFTMAX), x)
            .toDoubles();
    double share = 1 / (1 + Math.exp(-2));
    assertThat(soft[3]).isCloseTo(share * 10 + (1 - share) * 1000, within(1e-12));
  }

  @Test
  void headsOfAnAttentionKeepToTheirOwnChannels() {
    parameter("t", List.of(2, 1, 1), 2, 3);
    ReferenceTensor x = pixel(1, -1, 1, 1, 10, 100);
    TransposedAttention attention = new TransposedAttention(2, 2, Activation.RELU);
    assertThat(ops().transposedAttention("t", attention, x).toDoubles()).containsExactly(20, 0);
  }

  @Test
  void vectorsWithoutLengthAreNotDividedByIt() {
    parameter("t", List.of(1, 1, 1), 2);
    TransposedAttention attention = new TransposedAttention(1, 1, Activation.RELU);
    assertThat(ops().transposedAttention("t", attention, pixel(0, 0, 5)).toDoubles())
        .containsExactly(0);
  }

  /** Values 0, 1 and so on; queries and keys of zero, so that pixels take their window's mean. */
  private static ReferenceTensor evenAttention(int height, int width) {
    float[] qkv = new float[3 * height * width];
    for (int i = 0; i < height * width; i++) {
      qkv[2 * height * width + i] = i;
    }
    return ReferenceTensor.of(1, 3, height, width, qkv);
  }

  @Test
  void pixelsAttendToTheirOwnWindow() {
    WindowAttention windows = new WindowAttention(1, 1, 2, 0, false, false);
    assertThat(ops().windowAttention("a", windows, evenAttention(2, 4)).toDoubles())
        .containsExactly(2.5, 2.5, 4.5, 4.5, 2.5, 2.5, 4.5, 4.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().windowAttention("a", windows, evenAttention(2, 3)))
        .withMessageContaining("a does not fit");
  }

  @Test
  void shiftedWindowsWrapRoundAndAMaskKeepsTheirPartsFromEachOther() {
    ReferenceTensor qkv = evenAttention(4, 4);
    WindowAttention wrapping = new WindowAttention(1, 1, 2, 1, false, false);
    WindowAttention masked = new WindowAttention(1, 1, 2, 1, false, true);
    // The corner's window holds all four corners, 0, 3, 12 and 15.
    assertThat(ops().windowAttention("a", wrapping, qkv).at(0, 0, 0, 0)).isEqualTo(7.5);
    assertThat(ops().windowAttention("a", masked, qkv).at(0, 0, 0, 0)).isCloseTo(0, within(1e-40));
    // On the left edge, 4 and 8 stay together without 7 and 11 of the right edge.
    assertThat(ops().windowAttention("a", wrapping, qkv).at(0, 0, 1, 0)).isEqualTo(7.5);
    assertThat(ops().windowAttention("a", masked, qkv).at(0, 0, 1, 0)).isEqualTo(6);
  }

  @Test
  void thePositionBiasBelongsToTheKeyAsSeenFromTheQuery() {
    // A window of 2 x 2: the bias that a key one row below the query has, row 0 - 1 + 1, is large.
    float[] table = new float[9];
    table[1] = 1000;
    parameter("a.relative_position_bias_table", List.of(9, 1), table);
    float[] values = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    WindowAttention attention = new WindowAttention(1, 1, 2, 0, true, false);
    ReferenceTensor out =
        ops().windowAttention("a", attention, ReferenceTensor.of(1, 3, 2, 2, values));
    assertThat(out.toDoubles()).containsExactly(3, 4, 2.5, 2.5);
  }

  @Test
  void attentionWeighsValuesByHowMuchTheirKeysAreLikeTheQuery() {
    ReferenceTensor keysAndValues = ReferenceTensor.of(1, 2, 1, 2, new float[] {0, 100, 3, 5});
    double[] attended =
        ops()
            .crossAttention(new CrossAttention(1, 1), plane(1, 2, 0, 1), keysAndValues)
            .toDoubles();
    assertThat(attended).containsExactly(new double[] {4, 5}, within(1e-15));
  }

  @Test
  void attentionOfTwoHeadsKeepsTheirChannelsApart() {
    ReferenceTensor query = ReferenceTensor.of(1, 2, 1, 1, new float[] {100, 100});
    ReferenceTensor keysAndValues =
        ReferenceTensor.of(1, 4, 1, 2, new float[] {0, 9, 9, 0, 1, 2, 3, 4});
    double[] attended =
        ops().crossAttention(new CrossAttention(2, 2), query, keysAndValues).toDoubles();
    assertThat(attended).containsExactly(new double[] {2, 3}, within(1e-15));
  }
}
