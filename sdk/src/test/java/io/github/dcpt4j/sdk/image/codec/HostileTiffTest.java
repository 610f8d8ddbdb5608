package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.error.PictureException.Kind;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Scene;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files of a few kilobytes whose structure would take gigabytes or minutes. */
@Timeout(20)
class HostileTiffTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final byte[] FOUR_BY_FOUR = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };
  private static final int SUB_DIRECTORIES = 330;
  private static final long MOST_MEMORY = 100L << 20;

  @Test
  void subDirectoriesWithinOneAnotherAreNotFollowed() {
    TiffForge forge = TiffForge.grey(4, 4, FOUR_BY_FOUR);
    // A directory of one entry, which points at the directory itself: nested without end.
    int inner = forge.end();
    forge.add(directory(SUB_DIRECTORIES, inner));
    forge.with(SUB_DIRECTORIES, TiffForge.LONG, 1, inner);
    assertReadsFourByFour(forge::file);
  }

  @Test
  void manySubDirectoriesThatShareTheirValuesAreNotFollowed() {
    TiffForge forge = TiffForge.grey(4, 4, FOUR_BY_FOUR);
    int inner = forge.end();
    forge.add(directory(SUB_DIRECTORIES, inner));
    int[] pointers = new int[50_000];
    Arrays.fill(pointers, inner);
    int list = forge.add(TiffForge.longs(pointers));
    forge.with(SUB_DIRECTORIES, TiffForge.LONG, pointers.length, list);
    assertReadsFourByFour(forge::file);
  }

  @Test
  void aSecondPageOfAnyCostIsNotLookedAtButNamed() {
    TiffForge forge = TiffForge.grey(4, 4, FOUR_BY_FOUR);
    int second = forge.end();
    byte[] huge = TiffForge.grey(50_000, 50_000, new byte[0]).file();
    forge.add(Arrays.copyOfRange(huge, 8, huge.length));
    assertReadsFourByFour(() -> forge.fileFollowedBy(second));
    Picture picture = CODEC.decode(forge.fileFollowedBy(second));
    assertThat(picture.metadata().warnings()).anyMatch(note -> note.contains("several pages"));
    assertThat(CODEC.inspect(forge.fileFollowedBy(second)).severalPages()).isTrue();
  }

  private static byte[] directory(int tag, int value) {
    return TiffForge.longs(1 | tag << 16, TiffForge.LONG | 1 << 16, value << 16, value >> 16);
  }

  private static void assertReadsFourByFour(Supplier<byte[]> file) {
    byte[] encoded = file.get();
    long before = Pointer.physicalBytes();
    Picture picture = CODEC.decode(encoded);
    assertThat(picture.toBytes()).hasSize(3 * 16).startsWith(1, 1, 1, 2, 2, 2);
    assertThat(Pointer.physicalBytes() - before).isLessThan(MOST_MEMORY);
  }

  @ParameterizedTest
  @CsvSource({"16, 1600, 6250000, 16", "100, 100, 16, 6250000", "1000, 1000, 9999, 9999"})
  void tilesFarLargerThanThePictureAreRefused(
      int width, int height, int tileWidth, int tileHeight) {
    TiffForge forge = TiffForge.grey(width, height, FOUR_BY_FOUR);
    forge.without(273).without(278).without(279);
    int count = (width / tileWidth + 1) * (height / tileHeight + 1);
    int[] places = new int[count];
    Arrays.fill(places, 8);
    forge.with(324, TiffForge.LONG, count, forge.add(TiffForge.longs(places)));
    forge.with(325, TiffForge.LONG, count, forge.add(TiffForge.longs(places)));
    forge.with(322, TiffForge.LONG, 1, tileWidth).with(323, TiffForge.LONG, 1, tileHeight);
    assertTooMuchWork(forge.file());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void moreRowsThanAnyDecoderGoesThroughInTimeAreRefused(int width) {
    int height = 100_000_000 / width;
    TiffForge forge = TiffForge.grey(width, height, FOUR_BY_FOUR);
    forge.with(259, TiffForge.SHORT, 1, 8);
    assertTooMuchWork(forge.file());
  }

  @Test
  void jpegWithinTiffIsInspectedLikeAnyJpeg() {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(Scene.file("fault-jpeg-size.tif")))
        .withMessageContaining("40000x40000")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TOO_LARGE));
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(Scene.file("fault-jpeg-tiles.tif")));
  }

  @Test
  void jpegLargerThanItsStripIsRefused() {
    byte[] jpeg = Scene.file("grey.jpg");
    TiffForge forge = TiffForge.grey(8, 8, jpeg);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(forge.with(259, TiffForge.SHORT, 1, 7).file()))
        .withMessageContaining("more than its strip or tile has");
  }

  @Test
  void jpegInOneStripIsRead() {
    byte[] jpeg = Scene.file("grey.jpg");
    TiffForge forge = TiffForge.grey(Scene.WIDTH, Scene.HEIGHT, jpeg);
    Scene.assertColours(
        CODEC.decode(forge.with(259, TiffForge.SHORT, 1, 7).file()), true, 6 / 255.0);
  }

  @Test
  void aMillionTilesThatAreOneJpegAreRefused() {
    byte[] jpeg = Scene.file("grey.jpg");
    TiffForge forge = TiffForge.grey(9_600, 9_600, jpeg).without(273).without(278).without(279);
    int count = 600 * 600;
    int[] places = new int[count];
    int[] lengths = new int[count];
    Arrays.fill(places, 8);
    Arrays.fill(lengths, jpeg.length);
    forge.with(324, TiffForge.LONG, count, forge.add(TiffForge.longs(places)));
    forge.with(325, TiffForge.LONG, count, forge.add(TiffForge.longs(lengths)));
    forge.with(322, TiffForge.LONG, 1, 16).with(323, TiffForge.LONG, 1, 16);
    forge.with(259, TiffForge.SHORT, 1, 7);
    assertThatExceptionOfType(PictureException.class).isThrownBy(() -> CODEC.decode(forge.file()));
    // The same with tiles that fit the JPEG: it is too much work and not wrong in itself.
    forge.with(322, TiffForge.LONG, 1, 32);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(forge.file()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MUCH_WORK));
  }

  @Test
  void twoWidthsAreRefused() {
    byte[] file = TiffForge.grey(4, 4, FOUR_BY_FOUR).with(255, TiffForge.LONG, 1, 5).file();
    int entry = 8 + FOUR_BY_FOUR.length + 2;
    file[entry] = 0;
    file[entry + 1] = 1;
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining("two sizes");
  }

  private static void assertTooMuchWork(byte[] file) {
    long start = System.nanoTime();
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MUCH_WORK))
        .withMessageContaining("save it again");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
