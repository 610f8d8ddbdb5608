package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.ops.Padding;
import org.junit.jupiter.api.Test;

/**
 * What changes height, width or the number of channels on numbers that can be worked out by hand.
 */
class ReferenceSizesTest extends ByHand {

  @Test
  void concatPutsTheFirstChannelsFirst() {
    assertThat(ops().concat(pixel(1, 2), pixel(3)).toDoubles()).containsExactly(1, 2, 3);
    ReferenceTensor both = ops().concat(plane(1, 2, 1, 2), plane(1, 2, 3, 4));
    assertThat(both).hasToString("[1, 2, 1, 2]");
    assertThat(both.toDoubles()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void maxPoolDropsAnOddRowAndColumn() {
    ReferenceTensor x = plane(3, 3, -4, -3, 9, -2, -1, 9, 9, 9, 9);
    assertThat(ops().maxPool(x).toDoubles()).containsExactly(-1);
  }

  @Test
  void decimationKeepsTheFirstPixelOfWholeBlocks() {
    ReferenceTensor x = plane(2, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(ops().strideSample(x, 2).toDoubles()).containsExactly(1, 3);
  }

  @Test
  void pixelShuffleTakesRowOffsetsBeforeColumnOffsets() {
    ReferenceTensor out = ops().pixelShuffle(pixel(1, 2, 3, 4, 5, 6, 7, 8), 2);
    assertThat(out).hasToString("[1, 2, 2, 2]");
    assertThat(out.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void pixelUnshuffleUndoesTheShuffle() {
    ReferenceTensor x = pixel(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(ops().pixelUnshuffle(ops().pixelShuffle(x, 2), 2).toDoubles())
        .containsExactly(x.toDoubles());
    assertThat(ops().pixelUnshuffle(plane(2, 4, 1, 2, 3, 4, 5, 6, 7, 8), 2).toDoubles())
        .containsExactly(1, 3, 2, 4, 5, 7, 6, 8);
  }

  @Test
  void resizingInterpolatesBetweenPixelCentresAndRepeatsTheBorder() {
    assertThat(ops().resizeLike(plane(1, 2, 0, 8), plane(1, 4, 0, 0, 0, 0)).toDoubles())
        .containsExactly(0, 2, 6, 8);
    assertThat(ops().resizeLike(plane(2, 1, 0, 8), plane(4, 1, 0, 0, 0, 0)).toDoubles())
        .containsExactly(0, 2, 6, 8);
    // Without antialiasing two of four values are left out.
    assertThat(ops().resizeLike(plane(1, 4, 1, 2, 4, 8), pixel(0)).toDoubles()).containsExactly(3);
  }

  @Test
  void paddingWithZerosExtendsBottomAndRightToTheNextMultiple() {
    ReferenceTensor out = ops().padToMultiple(plane(2, 3, 1, 2, 3, 4, 5, 6), 2, Padding.ZERO);
    assertThat(out.toDoubles()).containsExactly(1, 2, 3, 0, 4, 5, 6, 0);
    out = ops().padToMultiple(plane(1, 1, 7), 3, Padding.ZERO);
    assertThat(out.toDoubles()).containsExactly(7, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void paddingWithTheReflectionDoesNotRepeatTheEdge() {
    ReferenceTensor x = plane(3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(ops().padToMultiple(x, 5, Padding.REFLECT).toDoubles())
        .containsExactly(
            1, 2, 3, 4, 3, 5, 6, 7, 8, 7, 9, 10, 11, 12, 11, 5, 6, 7, 8, 7, 1, 2, 3, 4, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().padToMultiple(x, 8, Padding.REFLECT))
        .withMessageContaining("reflection");
  }

  @Test
  void whatIsAMultipleAlreadyIsNotPadded() {
    ReferenceTensor x = plane(2, 4, 1, 2, 3, 4, 5, 6, 7, 8);
    for (Padding padding : Padding.values()) {
      assertThat(ops().padToMultiple(x, 2, padding).toDoubles()).isEqualTo(x.toDoubles());
    }
  }

  @Test
  void cropKeepsTheTopLeftPart() {
    ReferenceTensor x = plane(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(ops().cropLike(x, plane(2, 2, 0, 0, 0, 0)).toDoubles()).containsExactly(1, 2, 4, 5);
    assertThatIllegalArgumentException().isThrownBy(() -> ops().cropLike(x, plane(3, 1, 0, 0, 0)));
  }
}
