package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  @TempDir private Path folder;

  @Test
  void picturesAreFoundByTheirNamesSorted() throws IOException {
    for (String name : new String[] {"c.JPG", "b.jfif", "a.jpe", "d.webp", "e.tiff"}) {
      Files.createFile(folder.resolve(name));
    }
    assertThat(PictureFiles.in(folder))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("a.jpe", "b.jfif", "c.JPG", "d.webp", "e.tiff");
  }

  @Test
  void whatSystemsPutBesideFilesIsNoPicture() throws IOException {
    Path picture = Files.createFile(folder.resolve("a.png"));
    Files.createFile(folder.resolve("._a.png"));
    Files.createFile(folder.resolve("notes.txt"));
    Files.createDirectory(folder.resolve("folder.png"));
    Files.createDirectory(folder.resolve("@eaDir"));
    assertThat(PictureFiles.in(folder)).containsExactly(picture);
    assertThat(PictureFiles.isHidden(folder.resolve("@eaDir"))).isTrue();
  }

  @Test
  void aFolderWithoutPicturesOrThatIsMissingIsRefused() {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFiles.in(folder))
        .withMessageContaining("holds no picture");
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> PictureFiles.in(folder.resolve("missing")))
        .withMessageContaining("not a folder");
  }
}
