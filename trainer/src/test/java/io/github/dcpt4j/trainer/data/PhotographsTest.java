package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.TestPictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotographsTest {

  @TempDir private Path folder;
  private final PictureCache cache = new PictureCache(MemoryBudget.ofMachine());

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void areDecodedToRedGreenBlueInTheOrderOfTheirNames() throws IOException {
    Path other = folder.resolve("other");
    TestPictures.write(TestPictures.flat(4, 5, 1, 2, 3), folder.resolve("b.png"));
    TestPictures.write(TestPictures.flat(6, 7, 4, 5, 6), folder.resolve("a.bmp"));
    TestPictures.write(TestPictures.flat(8, 9, 7, 8, 9), other.resolve("A.PNG"));
    Files.writeString(folder.resolve("notes.txt"), "no picture");
    Files.writeString(folder.resolve("png"), "no picture");
    Photographs photographs = Photographs.load(List.of(folder, other), cache);
    assertThat(photographs.size()).isEqualTo(3);
    assertColour(photographs, 0, 6, 4, 5, 6);
    assertColour(photographs, 1, 4, 1, 2, 3);
    assertColour(photographs, 2, 8, 7, 8, 9);
  }

  private static void assertColour(
      Photographs photographs, int index, int width, int red, int green, int blue) {
    photographs.<Void>use(
        index,
        photograph -> {
          assertColour(photograph, width, red, green, blue);
          return null;
        });
  }

  private static void assertColour(Mat photograph, int width, int red, int green, int blue) {
    assertThat(photograph.type()).isEqualTo(opencv_core.CV_8UC3);
    assertThat(photograph.cols()).isEqualTo(width);
    int[] colour = new int[3];
    try (UByteIndexer pixels = photograph.createIndexer()) {
      pixels.get(1, 1, colour);
    }
    assertThat(colour).containsExactly(red, green, blue);
  }

  @Test
  void nameABrokenPicture() throws IOException {
    TestPictures.write(TestPictures.flat(4, 4, 1, 2, 3), folder.resolve("good.png"));
    Files.writeString(folder.resolve("broken.png"), "this is text");
    assertThatThrownBy(() -> Photographs.load(List.of(folder), cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("broken.png");
  }

  @Test
  void nameAllBrokenPicturesAtOnce() throws IOException {
    Path whole = TestPictures.write(TestPictures.waves(40, 40, 1), folder.resolve("good.png"));
    byte[] content = Files.readAllBytes(whole);
    for (String name : List.of("cut1.png", "cut2.png")) {
      Files.write(folder.resolve(name), Arrays.copyOf(content, content.length / 2));
    }
    assertThatThrownBy(() -> Photographs.load(List.of(folder), cache))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith("2 pictures cannot be used, take them away or replace them: ")
        .hasMessageContainingAll("cut1.png", "cut2.png");

    for (int i = 1; i <= 12; i++) {
      Files.writeString(folder.resolve("text%02d.png".formatted(i)), "this is text");
    }
    assertThatThrownBy(() -> Photographs.load(List.of(folder), cache))
        .hasMessageContainingAll(
            "14 pictures cannot be used", "cut2.png", "text08.png", "; and 4 more")
        .message()
        .doesNotContain("text09.png");
  }

  @Test
  void nameThoseThatAreSmallerThanAPatch() throws IOException {
    TestPictures.write(TestPictures.flat(9, 8, 1, 2, 3), folder.resolve("fits.png"));
    TestPictures.write(TestPictures.flat(7, 20, 1, 2, 3), folder.resolve("narrow.png"));
    Photographs photographs = Photographs.load(List.of(folder), cache);
    photographs.requireSide(7);
    assertThatThrownBy(() -> photographs.requireSide(8))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("narrow.png has 7x20 pixels, too few for a patch of 8");
  }

  @Test
  void nameAFolderThatIsEmptyOrMissing() {
    assertThatThrownBy(() -> Photographs.load(List.of(folder), cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining(folder + " holds no picture");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Photographs.load(List.of(missing), cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining(missing.toString());
  }
}
