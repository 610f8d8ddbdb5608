package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Trees as the public data sets have them, with empty files. */
class PairFolderTest {

  @TempDir private Path folder;

  @Test
  void rain13KAndOwnSetsPairByName() throws IOException {
    files("input/1.jpg", "input/2.jpg", "target/1.png", "target/2.png", "target/3.png");

    assertThat(pairs("rain"))
        .containsExactly("input/1.jpg target/1.png", "input/2.jpg target/2.png");
  }

  @Test
  void rainTrainPairsByNumber() throws IOException {
    files("rain/rain-1.png", "rain/rain-12.png", "norain/norain-1.png", "norain/norain-12.png");

    assertThat(pairs("rain"))
        .containsExactly(
            "rain/rain-1.png norain/norain-1.png", "rain/rain-12.png norain/norain-12.png");
  }

  @Test
  void rain100PairsByNumberWhateverItsScale() throws IOException {
    files("rain/norain-001x2.png", "norain/norain-001.png");

    assertThat(pairs("rain")).containsExactly("rain/norain-001x2.png norain/norain-001.png");
  }

  @Test
  void rain200LiesAFolderDeeper() throws IOException {
    files("rain/X2/norain-1x2.png", "rain/X2/norain-2x2.png");
    files("norain/norain-1.png", "norain/norain-2.png");

    assertThat(pairs("rain"))
        .containsExactly(
            "rain/X2/norain-1x2.png norain/norain-1.png",
            "rain/X2/norain-2x2.png norain/norain-2.png");
  }

  @Test
  void rainTrainMayLieInOneFolderBesideItsStreaks() throws IOException {
    files("rain-1.png", "rain-20.png", "norain-1.png", "norain-20.png");
    files("rainstreak-1.png", "rainregion-1.png", "notes.txt");

    assertThat(pairs("rain"))
        .containsExactly("rain-1.png norain-1.png", "rain-20.png norain-20.png");
  }

  @Test
  void resideComesInPartsAndCapitalsDoNotCount() throws IOException {
    files("Hazy/part1/0001_0.8_0.2.jpg", "Hazy/part2/0002_1_0.1.jpg", "GT/0001.jpg", "GT/0002.jpg");
    files("Hazy/readme.txt");

    assertThat(pairs("haze"))
        .containsExactly(
            "Hazy/part1/0001_0.8_0.2.jpg GT/0001.jpg", "Hazy/part2/0002_1_0.1.jpg GT/0002.jpg");
  }

  @Test
  void goProMayBeCutUp() throws IOException {
    files(
        "blur_crops/GOPR0372_07_00-000047_s001.png", "sharp_crops/GOPR0372_07_00-000047_s001.png");

    assertThat(pairs("motion-blur"))
        .containsExactly(
            "blur_crops/GOPR0372_07_00-000047_s001.png sharp_crops/GOPR0372_07_00-000047_s001.png");
  }

  @Test
  void resideHasSeveralHazyPicturesOfAClearOne() throws IOException {
    files("hazy/0001_0.8_0.2.jpg", "hazy/0001_1_0.1.jpg", "hazy/0002_1_0.1.jpg");
    files("clear/0001.png", "clear/0002.png");

    assertThat(pairs("haze"))
        .containsExactly(
            "hazy/0001_0.8_0.2.jpg clear/0001.png",
            "hazy/0001_1_0.1.jpg clear/0001.png",
            "hazy/0002_1_0.1.jpg clear/0002.png");
  }

  @Test
  void resideMayCallItsFoldersOtherwise() throws IOException {
    files("haze/0005_0.8_0.04.jpg", "gt/0005.jpg");

    assertThat(pairs("haze")).containsExactly("haze/0005_0.8_0.04.jpg gt/0005.jpg");
  }

  @Test
  void goProHasAFolderForEachSequence() throws IOException {
    files("GOPR0372_07_00/blur/000047.png", "GOPR0372_07_00/sharp/000047.png");
    files("GOPR0372_07_00/blur_gamma/000047.png", "GOPR0374_11_00/frames.txt");
    files("GOPR0374_11_00/blur/000047.png", "GOPR0374_11_00/sharp/000047.png");

    assertThat(pairs("motion-blur"))
        .containsExactly(
            "GOPR0372_07_00/blur/000047.png GOPR0372_07_00/sharp/000047.png",
            "GOPR0374_11_00/blur/000047.png GOPR0374_11_00/sharp/000047.png");
  }

  @Test
  void lolHasLowAndHigh() throws IOException {
    files("low/5.png", "high/5.png");

    assertThat(pairs("low-light")).containsExactly("low/5.png high/5.png");
  }

  @Test
  void snow100KHasSyntheticAndTruth() throws IOException {
    files("synthetic/beautiful_smile_00003.jpg", "gt/beautiful_smile_00003.jpg", "mask/x.jpg");

    assertThat(pairs("snow"))
        .containsExactly("synthetic/beautiful_smile_00003.jpg gt/beautiful_smile_00003.jpg");
  }

  @Test
  void dpddPairsItsTwoShotsInOrderAndTakesTheTrainingPart() throws IOException {
    files("train_c/source/1P0A1001.png", "train_c/source/1P0A1003.png");
    files("train_c/target/1P0A1002.png", "train_c/target/1P0A1004.png");
    files("test_c/source/1P0A2001.png", "test_c/target/1P0A2002.png");

    assertThat(pairs("defocus"))
        .containsExactly(
            "train_c/source/1P0A1001.png train_c/target/1P0A1002.png",
            "train_c/source/1P0A1003.png train_c/target/1P0A1004.png");
    assertThat(PairFolder.pairs("defocus", folder.resolve("train_c"))).hasSize(2);
  }

  @Test
  void dpddWithAShotMissingIsRefused() throws IOException {
    files("source/1.png", "source/3.png", "target/2.png");

    assertThatThrownBy(() -> pairs("defocus"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("2 pictures in source and 1 in target");
  }

  @Test
  void cdd11HasAFolderForEachMixture() throws IOException {
    files("clear/1.png", "haze/1.png", "low/1.png", "rain/1.png", "haze_rain/1.png");
    files("low_haze_snow/1.png");

    assertThat(pairs("haze")).containsExactly("haze/1.png clear/1.png");
    assertThat(pairs("low-light")).containsExactly("low/1.png clear/1.png");
    assertThat(pairs("haze+rain")).containsExactly("haze_rain/1.png clear/1.png");
    assertThat(pairs("low-light+haze+snow")).containsExactly("low_haze_snow/1.png clear/1.png");
    assertThatThrownBy(() -> pairs("noise"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining(folder.resolve("noise").toString());
  }

  @Test
  void anInputWithoutPartnerIsNamed() throws IOException {
    files("hazy/0001_1_0.1.jpg", "clear/0002.png");

    assertThatThrownBy(() -> pairs("haze"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("0001_1_0.1.jpg")
        .hasMessageContaining("0001 is missing");
  }

  @Test
  void anUnknownLayoutIsToldWhichThereAre() throws IOException {
    files("before/1.png", "after/1.png");

    assertThatThrownBy(() -> pairs("rain"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining(folder.resolve("input").toString())
        .hasMessageContaining("low/high");
  }

  @Test
  void shotsWithNamesThatTellArePairedByName() throws IOException {
    files("source/1_in.png", "source/2_in.png", "source/10_in.png");
    files("target/1.png", "target/2.png", "target/10.png");

    assertThat(pairs("defocus"))
        .containsExactlyInAnyOrder(
            "source/1_in.png target/1.png",
            "source/2_in.png target/2.png",
            "source/10_in.png target/10.png");
  }

  @Test
  void shotsWithNamesThatDoNotTellAreRefusedWithBothLists() throws IOException {
    files("source/near1.png", "source/near2.png", "target/far1.png", "target/far2.png");

    assertThatThrownBy(() -> pairs("defocus"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("near1.png, near2.png")
        .hasMessageContaining("far1.png, far2.png");
  }

  @Test
  void equalNamesAreTriedFirst() throws IOException {
    files("hazy/im_001.png", "hazy/im_002.png", "clear/im_001.png", "clear/im_002.png");
    files("clear/im.png");

    assertThat(pairs("haze"))
        .containsExactly("hazy/im_001.png clear/im_001.png", "hazy/im_002.png clear/im_002.png");
  }

  @Test
  void equalNamesInSeveralFoldersArePairedByPlace() throws IOException {
    files("input/s1/f1.png", "input/s2/f1.png", "target/s1/f1.png", "target/s2/f1.jpg");

    assertThat(pairs("rain"))
        .containsExactly("input/s1/f1.png target/s1/f1.png", "input/s2/f1.png target/s2/f1.jpg");
  }

  @Test
  void aNameThatSeveralPlacesHaveIsNoPartner() throws IOException {
    files("input/f1.png", "target/s1/f1.png", "target/s2/f1.png");

    assertThatThrownBy(() -> pairs("rain"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("the same name");
  }

  @Test
  void picturesAndFoldersBesideThemBothBelongToTheFolder() throws IOException {
    files("input/a.png", "input/sub/b.png", "target/a.png", "target/sub/b.png");

    assertThat(pairs("rain"))
        .containsExactly("input/a.png target/a.png", "input/sub/b.png target/sub/b.png");
  }

  @Test
  void whatSystemsAddAndWhatIsNoFileIsLeftOut() throws IOException {
    files("input/a.JPG", "input/._a.JPG", "input/@eaDir/a.JPG", "input/.cache/x.png");
    files("input/folder.png/notes.txt", "target/a.png", "target/._a.png");

    assertThat(pairs("rain")).containsExactly("input/a.JPG target/a.png");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(20)
  void aPipeIsLeftOut() throws Exception {
    files("input/a.png", "target/a.png");
    Process made =
        new ProcessBuilder("mkfifo", folder.resolve("input/pipe.png").toString()).start();
    assertThat(made.waitFor()).isZero();

    assertThat(pairs("rain")).containsExactly("input/a.png target/a.png");
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private List<String> pairs(String label) {
    return PairFolder.pairs(label, folder).stream()
        .map(pair -> folder.relativize(pair.input()) + " " + folder.relativize(pair.target()))
        .map(pair -> pair.replace('\\', '/'))
        .toList();
  }
}
