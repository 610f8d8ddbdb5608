package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of pictures as people have them, which are read rightly or refused. */
class FaultyFoldersTest {

  @TempDir private Path folder;

  @Test
  void partnersAreFoundByNameWhateverTheOrder() throws IOException {
    files("source/1_in.png", "source/2_in.png", "source/10_in.png");
    files("target/1.png", "target/2.png", "target/10.png");

    assertThat(pairs("defocus"))
        .containsExactlyInAnyOrder(
            "source/1_in.png target/1.png",
            "source/2_in.png target/2.png",
            "source/10_in.png target/10.png");
  }

  @Test
  void namesThatDoNotTellThePartnersAreRefusedWithBothLists() throws IOException {
    files("source/left.png", "source/right.png", "target/one.png", "target/two.png");

    assertThatThrownBy(() -> pairs("defocus"))
        .isInstanceOf(PictureException.class)
        .hasMessageContainingAll("left", "right", "one", "two", "name them alike");
  }

  @Test
  void countsOfACameraThatDoNotAlternateAreRefused() throws IOException {
    files("source/1P0A1001.png", "source/1P0A1002.png");
    files("target/1P0A1003.png", "target/1P0A1004.png");

    assertThatThrownBy(() -> pairs("defocus"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("do not tell the partners");
  }

  @Test
  void foldersWithinAFolderBelongToIt() throws IOException {
    files("a.png", "sub/b.png", "sub/deeper/c.jpg");

    assertThat(Photographs.files(folder))
        .containsExactly(
            folder.resolve("a.png"),
            folder.resolve("sub/b.png"),
            folder.resolve("sub/deeper/c.jpg"));
  }

  @Test
  void equalNamesGoBeforeAllElse() throws IOException {
    files("hazy/im_001.png", "hazy/im_002.png", "clear/im_001.png", "clear/im_002.png");

    assertThat(pairs("haze"))
        .containsExactly("hazy/im_001.png clear/im_001.png", "hazy/im_002.png clear/im_002.png");
  }

  @Test
  void equalNamesInSeveralFoldersArePairedByTheirPaths() throws IOException {
    files("input/s1/f1.png", "input/s2/f1.png", "target/s1/f1.png", "target/s2/f1.png");

    assertThat(pairs("rain"))
        .containsExactly("input/s1/f1.png target/s1/f1.png", "input/s2/f1.png target/s2/f1.png");
  }

  @Test
  void aNameThatSeveralTargetsHaveIsRefusedWhereThePathDoesNotTell() throws IOException {
    files("input/f1.png", "target/s1/f1.png", "target/s2/f1.png");

    assertThatThrownBy(() -> pairs("rain"))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("f1");
  }

  @Test
  void whatSystemsAddIsLeftOut() throws IOException {
    files("input/a.JPG", "input/._a.JPG", "input/@eaDir/a.JPG/thumb.jpg", "input/.hidden/b.png");
    files("target/a.png", "target/._a.png");
    Files.createDirectories(folder.resolve("input/x.png"));

    assertThat(pairs("rain")).containsExactly("input/a.JPG target/a.png");
    assertThat(Photographs.files(folder.resolve("input")))
        .containsExactly(folder.resolve("input/a.JPG"));
  }

  @Test
  void pipesAreLeftOut() throws Exception {
    files("a.png");
    Path pipe = folder.resolve("b.png");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")));
    assertThat(new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(Photographs.files(folder)).containsExactly(folder.resolve("a.png"));
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
