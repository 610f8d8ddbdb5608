package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.data.PicturePair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestSetTest {

  @TempDir private Path folder;

  @Test
  void pairsByNameWhateverTheExtension() throws IOException {
    touch("input/b.jpg", "input/a.png", "input/notes.txt", "target/a.jpg", "target/b.png");

    assertThat(TestSet.paired(folder).pairs())
        .containsExactly(
            new PicturePair(folder.resolve("input/a.png"), folder.resolve("target/a.jpg")),
            new PicturePair(folder.resolve("input/b.jpg"), folder.resolve("target/b.png")));
  }

  @Test
  void oneCleanPictureServesSeveralHazyOnes() throws IOException {
    touch("input/0001_0.8_0.2.jpg", "input/0001_1_0.1.jpg", "target/0001.png");

    assertThat(TestSet.paired(folder).pairs())
        .extracting(PicturePair::target)
        .containsOnly(folder.resolve("target/0001.png"));
  }

  @ParameterizedTest
  @CsvSource({
    "low/5.png, high/5.png",
    "rain/norain-001x2.png, norain/norain-001.png",
    "Hazy/part1/0001_0.8.jpg, GT/0001.jpg",
    "blur/1.png, sharp/1.png",
    "train_c/source/1P0A1001.png, train_c/target/1P0A1002.png"
  })
  void readsTheLayoutsThatTrainingReads(String input, String target) throws IOException {
    touch(input, target);

    assertThat(TestSet.paired(folder).pairs())
        .containsExactly(new PicturePair(folder.resolve(input), folder.resolve(target)));
  }

  @Test
  void ofSeveralDegradationsTheOneThatIsMeasuredIsTaken() throws IOException {
    touch("clear/1.png", "haze/1.png", "low/1.png");

    assertThat(TestSet.paired(folder, Optional.of("haze")).pairs())
        .containsExactly(
            new PicturePair(folder.resolve("haze/1.png"), folder.resolve("clear/1.png")));
  }

  @Test
  void refusesAnInputWithoutTarget() throws IOException {
    touch("input/a.png", "target/b.png");

    assertThatThrownBy(() -> TestSet.paired(folder))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("a.png");
  }

  @Test
  void refusesAFolderWithoutPictures() throws IOException {
    touch("target/readme.txt");

    assertThatThrownBy(() -> TestSet.withNoise(folder, new TestNoise(25)))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("holds no picture");
  }

  @Test
  void needsNoInputsWhereNoiseIsAdded() throws IOException {
    touch("target/a.png");

    assertThat(TestSet.withNoise(folder, new TestNoise(25)).pairs())
        .extracting(PicturePair::name)
        .containsExactly("a.png");
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }
}
