package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.degradation.PatchPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairedPatchesTest {

  @TempDir private Path folder;
  private Path input;
  private Path target;
  private final PictureCache cache = new PictureCache(MemoryBudget.ofMachine());

  @AfterEach
  void close() {
    cache.close();
  }

  @BeforeEach
  void name() {
    input = folder.resolve("input");
    target = folder.resolve("target");
  }

  /** A picture whose red is the column, green the row and blue a mark. */
  private static Picture map(int width, int height, int mark) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) (i / 3 % width);
      rgb[i + 1] = (byte) (i / 3 / width);
      rgb[i + 2] = (byte) mark;
    }
    return Picture.ofBytes(width, height, rgb);
  }

  private static float[] values(Mat mat) {
    float[] values = new float[Math.toIntExact(mat.total() * mat.channels())];
    try (FloatIndexer pixels = mat.createIndexer()) {
      pixels.get(0, 0, values);
    }
    return values;
  }

  @Test
  void cutsTheSameWindowFromPicturesOfEqualStem() throws IOException {
    TestPictures.write(map(30, 20, 10), input.resolve("one.png"));
    TestPictures.write(map(30, 20, 11), target.resolve("one.bmp"));
    TestPictures.write(map(20, 30, 20), input.resolve("two.png"));
    TestPictures.write(map(20, 30, 21), target.resolve("two.png"));
    RandomGenerator random = new SplittableRandom(1);
    PairedPatches pairs = PairedPatches.load("rain", folder, cache);
    assertThat(pairs.label()).isEqualTo("rain");
    int ones = 0;
    for (int i = 0; i < 60; i++) {
      try (PatchPair pair = pairs.sample(8, random)) {
        float[] spoilt = values(pair.input());
        float[] clean = values(pair.target());
        assertThat(spoilt).hasSize(8 * 8 * 3);
        for (int at = 0; at < spoilt.length; at += 3) {
          assertThat(spoilt[at]).isEqualTo(clean[at]);
          assertThat(spoilt[at + 1]).isEqualTo(clean[at + 1]);
          assertThat(Math.round(255 * (clean[at + 2] - spoilt[at + 2]))).isEqualTo(1);
        }
        ones += Math.round(255 * spoilt[2]) == 10 ? 1 : 0;
      }
    }
    assertThat(ones).isBetween(10, 50);
  }

  @Test
  void mirrorsAThirdEachWayAndTransposesThreeQuarters() throws IOException {
    TestPictures.write(map(16, 16, 0), input.resolve("one.png"));
    TestPictures.write(map(16, 16, 0), target.resolve("one.png"));
    RandomGenerator random = new SplittableRandom(2);
    int transposed = 0;
    int plain = 0;
    int draws = 600;
    PairedPatches pairs = PairedPatches.load("rain", folder, cache);
    for (int i = 0; i < draws; i++) {
      try (PatchPair pair = pairs.sample(4, random)) {
        float[] values = values(pair.input());
        boolean redAlongRows = values[0] == values[3];
        transposed += redAlongRows ? 1 : 0;
        // The last pixel lies below and right of the first one unless a mirror turned them.
        int last = values.length - 3;
        plain += values[last] > values[0] && values[last + 1] > values[1] ? 1 : 0;
      }
    }
    assertThat(transposed).isBetween(400, 500);
    assertThat(plain).isBetween(150, 250);
  }

  @Test
  void reportsAMissingPartner() throws IOException {
    TestPictures.write(map(8, 8, 0), input.resolve("lonely.png"));
    TestPictures.write(map(8, 8, 0), target.resolve("other.png"));
    assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("lonely.png")
        .hasMessageContaining("no partner");
  }

  @Test
  void reportsTwoPartnersOfOneName() throws IOException {
    TestPictures.write(map(8, 8, 0), input.resolve("one.png"));
    TestPictures.write(map(8, 8, 0), target.resolve("one.png"));
    TestPictures.write(map(8, 8, 0), target.resolve("one.bmp"));
    assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("one.bmp")
        .hasMessageContaining("one.png");
  }

  @Test
  void reportsPartnersOfOtherSize() throws IOException {
    TestPictures.write(map(8, 9, 0), input.resolve("one.png"));
    TestPictures.write(map(9, 8, 0), target.resolve("one.png"));
    assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("one.png has 8x9 pixels, its target 9x8");
  }

  @Test
  void reportsAFolderWithoutInputOrTarget() throws IOException {
    TestPictures.write(map(8, 8, 0), target.resolve("one.png"));
    assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining(input.toString());
  }

  @Test
  void reportsAPictureThatIsCutOff() throws IOException {
    Path file = TestPictures.write(TestPictures.waves(40, 40, 1), input.resolve("one.jpg"));
    TestPictures.write(TestPictures.waves(40, 40, 1), target.resolve("one.png"));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("one.jpg");
  }

  @Test
  void reportsAPatchThatIsLargerThanAPicture() throws IOException {
    TestPictures.write(map(8, 20, 0), input.resolve("one.png"));
    TestPictures.write(map(8, 20, 0), target.resolve("one.png"));
    PairedPatches pairs = PairedPatches.load("rain", folder, cache);
    assertThatThrownBy(() -> pairs.sample(9, new SplittableRandom(1)))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("smaller than the patch of 9 pixels");
  }

  @Test
  void namesAllPairsThatCannotBeUsedAtOnce() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      TestPictures.write(
          TestPictures.flat(9, 9, 1, 2, 3), folder.resolve("input/" + name + ".png"));
      int width = name.equals("b") ? 9 : 10;
      TestPictures.write(
          TestPictures.flat(width, 9, 1, 2, 3), folder.resolve("target/" + name + ".png"));
    }
    assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith("2 pictures cannot be used")
        .hasMessageContainingAll("a.png has 9x9 pixels, its target 10x9", "c.png has 9x9 pixels");
  }

  @Test
  void namesPairsThatAreSmallerThanAPatchBeforeTheyAreDrawn() throws IOException {
    TestPictures.write(TestPictures.flat(9, 6, 1, 2, 3), folder.resolve("input/low.png"));
    TestPictures.write(TestPictures.flat(9, 6, 1, 2, 3), folder.resolve("target/low.png"));
    PairedPatches pairs = PairedPatches.load("rain", folder, cache);
    pairs.requireSide(6);
    assertThatThrownBy(() -> pairs.requireSide(7))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("low.png has 9x6 pixels, too few for a patch of 7");
  }
}
