package io.github.dcpt4j.exporter.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoarseWindowTest {

  @ParameterizedTest
  @CsvSource({"60, 5, 5", "8, 5, 4", "9, 5, 3", "14, 5, 2", "7, 5, 1", "9, 2, 2", "60, 1, 1"})
  void stepIsTheLargestDivisorUnlessThatIsTooLarge(int size, int largest, int step) {
    assertThat(new CoarseWindow(9, largest).step(size)).isEqualTo(step);
  }

  @Test
  void coversWhatIsNotLongerThanItself() {
    assertThat(new CoarseWindow(9, 2).covers(9)).isTrue();
    assertThat(new CoarseWindow(9, 2).covers(10)).isFalse();
  }

  @Test
  void windowShorterThanAStepIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CoarseWindow(3, 4))
        .withMessage("a window of 3 pixels in steps of 4");
    assertThatIllegalArgumentException().isThrownBy(() -> new CoarseWindow(9, 6));
    assertThatIllegalArgumentException().isThrownBy(() -> new CoarseWindow(9, 0));
  }
}
