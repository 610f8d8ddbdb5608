package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.trainer.TestPictures;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class DegradationSheetTest {

  /** White instead of anything. */
  private record White() implements Degradation {

    @Override
    public String label() {
      return "white";
    }

    @Override
    public Mat apply(Mat clean, RandomGenerator random) {
      return TestPhotographs.flat(clean.cols(), clean.rows(), 1);
    }
  }

  @Test
  void showsEachInputAboveItsTargetInItsColours() {
    Picture sheet =
        new DegradationSheet(32, 3)
            .draw(
                List.of(TestPictures.flat(70, 60, 200, 100, 50)),
                List.of(new White(), new White()),
                new SplittableRandom(1));

    assertThat(sheet.width()).isEqualTo(96);
    assertThat(sheet.height()).isEqualTo(128);
    float[] values = sheet.toFloats();
    for (int row = 0; row < 128; row++) {
      int first = 3 * 96 * row;
      boolean input = row / 32 % 2 == 0;
      assertThat(Math.round(255 * values[first])).isEqualTo(input ? 255 : 200);
      assertThat(Math.round(255 * values[first + 2])).isEqualTo(input ? 255 : 50);
    }
  }

  @Test
  void withoutAPhotographThereIsNoSheet() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DegradationSheet(32, 3)
                    .draw(List.of(), List.of(new White()), new SplittableRandom(1)));
  }
}
