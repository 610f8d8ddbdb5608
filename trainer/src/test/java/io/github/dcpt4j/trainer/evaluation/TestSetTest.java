package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.data.PairFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSetTest {

  @TempDir private Path folder;

  @Test
  void pairsByNameWhateverTheExtension() throws IOException {
    touch("input/b.jpg", "input/a.png", "input/notes.txt", "target/a.jpg", "target/b.png");

    assertThat(TestSet.paired(folder).pairs())
        .containsExactly(
            new PairFiles(folder.resolve("input/a.png"), folder.resolve("target/a.jpg")),
            new PairFiles(folder.resolve("input/b.jpg"), folder.resolve("target/b.png")));
  }

  @Test
  void oneCleanPictureServesSeveralHazyOnes() throws IOException {
    touch("input/0001_0.8_0.2.jpg", "input/0001_1_0.1.jpg", "target/0001.png");

    assertThat(TestSet.paired(folder).pairs())
        .extracting(PairFiles::target)
        .containsOnly(folder.resolve("target/0001.png"));
  }

  @Test
  void readsTheLayoutsThatTrainingReads() throws IOException {
    touch("low/5.png", "high/5.png");

    assertThat(TestSet.paired(folder).pairs())
        .containsExactly(new PairFiles(folder.resolve("low/5.png"), folder.resolve("high/5.png")));
  }

  @Test
  void needsALabelWhereAFolderHoldsSeveralDegradations() throws IOException {
    touch("clear/1.png", "low/1.png", "haze_rain/1.png");

    assertThatThrownBy(() -> TestSet.paired(folder, ""))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("holds several degradations");
    assertThat(TestSet.paired(folder, "haze+rain").pairs())
        .extracting(PairFiles::input)
        .containsExactly(folder.resolve("haze_rain/1.png"));
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
        .extracting(PairFiles::name)
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
