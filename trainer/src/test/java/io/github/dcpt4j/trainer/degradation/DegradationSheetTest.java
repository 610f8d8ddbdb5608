package io.github.dcpt4j.trainer.degradation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DegradationSheetTest {

  @TempDir Path folder;

  @Test
  void showsEachInputAboveItsTarget() {
    Degradation brighter =
        new Degradation() {
          @Override
          public String label() {
            return "brighter";
          }

          @Override
          public Mat apply(Mat clean, RandomGenerator random) {
            return TestPhotographs.flat(clean.cols(), clean.rows(), 1);
          }
        };
    try (Mat photograph = TestPhotographs.photograph(70, 60);
        Mat sheet =
            new DegradationSheet(32, 3)
                .draw(List.of(photograph), List.of(brighter), new SplittableRandom(1));
        Mat inputs = sheet.rowRange(0, 32);
        Mat targets = sheet.rowRange(32, 64)) {
      assertThat(sheet.cols()).isEqualTo(96);
      assertThat(sheet.rows()).isEqualTo(64);
      assertThat(bytes(inputs)).containsOnly((byte) 255);
      assertThat(bytes(targets)).doesNotContain((byte) 255);
    }
  }

  @Test
  void theProgramWritesOnePictureAndNothingElse() throws IOException {
    Path photographs = Files.createDirectory(folder.resolve("clean"));
    try (Mat photograph = TestPhotographs.photograph(170, 165)) {
      opencv_imgcodecs.imwrite(photographs.resolve("one.png").toString(), photograph);
    }
    Path out = Files.createDirectory(folder.resolve("out"));
    DegradationSheet.main(
        new String[] {photographs.toString(), out.resolve("sheet.png").toString(), "4"});
    try (var written = Files.list(out);
        Mat sheet = opencv_imgcodecs.imread(out.resolve("sheet.png").toString())) {
      assertThat(written).containsExactly(out.resolve("sheet.png"));
      assertThat(sheet.rows()).isEqualTo(2 * 5 * 160);
    }
  }

  @Test
  void aFolderWithoutPhotographsAndMissingArgumentsAreRefused() {
    assertThatIOException()
        .isThrownBy(
            () -> DegradationSheet.main(new String[] {folder.toString(), folder + "/sheet.png"}))
        .withMessageContaining(folder.toString());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DegradationSheet.main(new String[] {folder.toString()}))
        .withMessageContaining("Usage");
  }

  private static byte[] bytes(Mat picture) {
    byte[] bytes = new byte[picture.rows() * picture.cols() * picture.channels()];
    picture.data().capacity(bytes.length).get(bytes);
    return bytes;
  }
}
