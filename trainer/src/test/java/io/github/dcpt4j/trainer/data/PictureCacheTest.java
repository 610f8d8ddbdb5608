package io.github.dcpt4j.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.TestPictures;
import io.github.dcpt4j.trainer.degradation.Degradations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCacheTest {

  private static final int WIDTH = 40;
  private static final int HEIGHT = 30;
  private static final int BYTES = 3 * WIDTH * HEIGHT;

  @TempDir private Path folder;

  private Path picture(String name) throws IOException {
    return TestPictures.write(TestPictures.waves(WIDTH, HEIGHT, 1), folder.resolve(name));
  }

  private static PictureCache of(long bytes) {
    return new PictureCache(new MemoryBudget(bytes));
  }

  private static void cut(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "tif", "webp"})
  void takesThreeBytesAPixelOfEveryFormat(String extension) throws IOException {
    Path one = picture("one." + extension);
    try (PictureCache enough = of(BYTES);
        PictureCache tooLittle = of(BYTES - 1)) {
      enough.add(List.of(one));
      tooLittle.add(List.of(one));

      assertThat(enough.holds(one)).isTrue();
      assertThat(tooLittle.holds(one)).isFalse();
      assertThat(List.of(enough.heldBytes(), enough.bytes())).containsOnly((long) BYTES);
      assertThat(List.of(tooLittle.heldBytes(), tooLittle.bytes()))
          .containsExactly(0L, (long) BYTES);
      assertThat(tooLittle.size(one)).isEqualTo(new PictureSize(WIDTH, HEIGHT));
      for (PictureCache cache : List.of(enough, tooLittle)) {
        assertThat((int) cache.use(one, Mat::rows)).isEqualTo(HEIGHT);
      }
    }
  }

  @Test
  void holdsAFileOnceHoweverOftenItIsNamed() throws IOException {
    Path one = picture("one.png");
    try (PictureCache cache = of(2 * BYTES)) {
      cache.add(List.of(one, one));
      cache.add(List.of(one, picture("two.png")));
      assertThat(cache.heldBytes()).isEqualTo(2 * BYTES);
    }
  }

  @Test
  void patchesAreTheSameWhetherPicturesAreHeldOrNot() throws IOException {
    for (String name : List.of("a.png", "b.jpg", "c.bmp")) {
      picture("input/" + name);
      picture("target/" + name);
    }
    assertThat(batch(0)).containsExactly(batch(3 * BYTES)).containsExactly(batch(6 * BYTES));
  }

  private float[] batch(long bytes) {
    try (PictureCache cache = of(bytes)) {
      Photographs photographs = Photographs.load(List.of(folder.resolve("target")), cache);
      BatchSource.Task task =
          new BatchSource.Task(
              List.of(
                  PairedPatches.load("rain", folder, cache),
                  new SyntheticPatches(photographs, Degradations.standard().get(0))),
              1);
      assertThat(cache.heldBytes()).isEqualTo(bytes);
      return new BatchSource(List.of(task), 12, 16, 3).batch(1).input();
    }
  }

  @Test
  void aBrokenPictureThatWouldFitIsNamedAtOnce() throws IOException {
    cut(picture("cut.png"));
    Files.writeString(folder.resolve("text.png"), "no picture");
    try (PictureCache cache = of(BYTES)) {
      assertThatThrownBy(
              () -> cache.add(List.of(folder.resolve("cut.png"), folder.resolve("text.png"))))
          .isInstanceOf(PictureException.class)
          .hasMessageContainingAll("2 pictures", "cut.png", "text.png");
    }
  }

  @Test
  void ofThoseThatDoNotFitTheHeaderHasToBeWholeAndTheRestIsSeenWhenItIsUsed() throws IOException {
    Path cut = picture("cut.png");
    cut(cut);
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    try (PictureCache cache = of(0)) {
      assertThatThrownBy(() -> cache.add(List.of(text)))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("text.png");
      cache.add(List.of(cut));
      assertThatThrownBy(() -> cache.use(cut, Mat::rows))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("cut.png");
    }
  }

  @Test
  void aPictureBeyondTheLimitsIsNamedAtOnce() throws IOException {
    // Its header alone would let it wait for its use. A bitmap of 40,000 by 30,000 pixels.
    ByteBuffer header = ByteBuffer.allocate(54).order(ByteOrder.LITTLE_ENDIAN);
    header.put((byte) 'B').put((byte) 'M').putInt(54).putInt(0).putInt(54);
    header.putInt(40).putInt(40_000).putInt(30_000).putShort((short) 1).putShort((short) 24);
    Path huge = Files.write(folder.resolve("huge.bmp"), header.array());
    try (PictureCache cache = of(0)) {
      assertThatThrownBy(() -> cache.add(List.of(huge)))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("huge.bmp");
    }
  }

  @Test
  void pairsThatAreNotHeldAreHeldToTheSameSizes() throws IOException {
    TestPictures.write(TestPictures.waves(20, 20, 1), folder.resolve("input/a.png"));
    TestPictures.write(TestPictures.waves(20, 21, 1), folder.resolve("target/a.png"));
    try (PictureCache cache = of(0)) {
      assertThatThrownBy(() -> PairedPatches.load("rain", folder, cache))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("a.png has 20x20 pixels, its target 20x21");
    }
    // One may be turned by its metadata, so this is found out when it is drawn.
    TestPictures.write(TestPictures.waves(20, 30, 1), folder.resolve("input/a.png"));
    TestPictures.write(TestPictures.waves(30, 20, 1), folder.resolve("target/a.png"));
    try (PictureCache cache = of(0)) {
      PairedPatches pairs = PairedPatches.load("rain", folder, cache);
      BatchSource batches =
          new BatchSource(List.of(new BatchSource.Task(List.of(pairs), 1)), 1, 8, 1);
      assertThatThrownBy(() -> batches.batch(0))
          .isInstanceOf(PictureException.class)
          .hasMessageContaining("a.png has 20x30 pixels, its target 30x20");
    }
  }
}
