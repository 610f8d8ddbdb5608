package io.github.dcpt4j.sdk.tiling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddedFrameTest {
  @ParameterizedTest
  @CsvSource({"1, 16, 1, 16", "16, 16, 1, 16", "17, 16, 1, 32", "5, 8, 20, 24", "30, 1, 20, 30"})
  void theSideIsTheNextMultipleNotBelowTheMinimum(int side, int multiple, int minimum, int padded) {
    assertThat(PaddedFrame.paddedSide(side, multiple, minimum)).isEqualTo(padded);
  }

  @Test
  void reflectsWithoutRepeatingTheEdge() {
    assertThat(new PaddedFrame(5, 4, 8, 4).columns(0, 8)).containsExactly(0, 1, 2, 3, 4, 3, 2, 1);
  }

  @Test
  void goesToAndFroWhereTheRestIsLargerThanThePicture() {
    assertThat(new PaddedFrame(1, 3, 1, 10).rows(0, 10))
        .containsExactly(0, 1, 2, 1, 0, 1, 2, 1, 0, 1);
    assertThat(new PaddedFrame(2, 1, 5, 1).columns(0, 5)).containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void aSingleRowRepeatsItself() {
    assertThat(new PaddedFrame(1, 1, 4, 4).rows(0, 4)).containsExactly(0, 0, 0, 0);
  }
}
