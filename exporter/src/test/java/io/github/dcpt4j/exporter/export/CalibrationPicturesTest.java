package io.github.dcpt4j.exporter.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationPicturesTest {

  @TempDir private Path folder;

  @Test
  void the_centres_of_large_pictures_are_taken() {
    CalibrationPictures pictures = new CalibrationPictures(List.of(grey(300, 20, 260, 10, 200)));

    List<NetworkInput> inputs = pictures.inputs(16, 16);

    assertThat(inputs).singleElement().satisfies(CalibrationPicturesTest::isCentre);
  }

  private static void isCentre(NetworkInput input) {
    assertThat(input.width()).isEqualTo(256);
    assertThat(input.height()).isEqualTo(16);
    // Of 300 columns 22 are left out on the left, so that column 260 is the 239th; of 20 rows two.
    assertThat(input.values().remaining()).isEqualTo(3 * 16 * 256);
    assertThat(input.values().get(8 * 256 + 238)).isEqualTo(200 / 255f);
    assertThat(input.values().get(8 * 256 + 237)).isZero();
  }

  @Test
  void of_many_pictures_some_are_read_evenly_spread_and_other_files_are_not() throws Exception {
    for (int i = 0; i < 2 * CalibrationPictures.MOST; i++) {
      Path file = folder.resolve("%03d.png".formatted(i));
      new PictureCodec().write(grey(1, 1, 0, 0, i), file);
    }
    Files.writeString(folder.resolve("000.txt"), "no picture");

    List<Picture> pictures = CalibrationPictures.read(folder).pictures();

    assertThat(pictures).hasSize(CalibrationPictures.MOST);
    assertThat(pictures.get(1).toFloats()[0]).isEqualTo(2 / 255f);
    assertThat(pictures.get(63).toFloats()[0]).isEqualTo(126 / 255f);
  }

  @Test
  void a_folder_without_pictures_is_refused() {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CalibrationPictures.read(folder))
        .withMessageContaining("holds no picture");
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CalibrationPictures.read(folder.resolve("missing")))
        .withMessageContaining("missing");
    assertThatIllegalArgumentException().isThrownBy(() -> new CalibrationPictures(List.of()));
  }

  @Test
  void pictures_smaller_than_the_network_takes_are_refused() {
    CalibrationPictures pictures = new CalibrationPictures(List.of(grey(40, 24, 0, 0, 1)));

    assertThat(pictures.inputs(8, 20)).hasSize(1);
    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> pictures.inputs(8, 25))
        .withMessageContaining("40x24")
        .withMessageContaining("32 pixels");
  }

  /** Black but for one pixel. */
  private static Picture grey(int width, int height, int x, int y, int value) {
    byte[] samples = new byte[Picture.CHANNELS * width * height];
    for (int channel = 0; channel < Picture.CHANNELS; channel++) {
      samples[(y * width + x) * Picture.CHANNELS + channel] = (byte) value;
    }
    return Picture.ofBytes(width, height, samples);
  }
}
