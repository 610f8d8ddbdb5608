package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCodecTest {
  private static final PictureCodec CODEC = new PictureCodec();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.webp", "a.bmp", "a.tif", "a.tiff", "A.PNG"})
  void losslessFormatsGiveBackEverySample(String name) {
    Picture picture = Noise.picture(13, 7);
    Path file = folder.resolve(name);
    CODEC.write(picture, file);
    assertThat(CODEC.read(file)).isEqualTo(picture);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.jpeg"})
  void jpegGivesBackNearlyTheSameColours(String name) {
    Picture picture = flat(40, 30, 200, 100, 50);
    Path file = folder.resolve(name);
    CODEC.write(picture, file);
    Picture read = CODEC.read(file);
    assertThat(read.width()).isEqualTo(40);
    assertThat(read.height()).isEqualTo(30);
    byte[] samples = read.toBytes();
    assertThat(samples[0] & 0xff).isBetween(197, 203);
    assertThat(samples[1] & 0xff).isBetween(97, 103);
    assertThat(samples[2] & 0xff).isBetween(47, 53);
  }

  @Test
  void colourOrderAgreesWithAnIndependentDecoder() throws IOException {
    Path file = folder.resolve("a.png");
    CODEC.write(flat(2, 2, 200, 100, 50), file);
    assertThat(ImageIO.read(file.toFile()).getRGB(1, 1))
        .isEqualTo(new Color(200, 100, 50).getRGB());
  }

  @Test
  void aPictureThatAFormatCannotHoldIsRefused() {
    Picture wide = flat(20_000, 1, 0, 0, 0);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.encode(wide, PictureFormat.WEBP))
        .withMessageContaining("cannot be stored as WebP")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void aFileThatIsCutOffAnywhereIsRefused(PictureFormat format) {
    byte[] whole = CODEC.encode(Noise.picture(29, 23), format);
    for (int length = 0; length < whole.length; length += Math.max(1, whole.length / 300)) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(PictureException.class)
          .as("%d bytes of %d", length, whole.length)
          .isThrownBy(() -> CODEC.decode(part));
    }
    byte[] almost = Arrays.copyOf(whole, whole.length - 1);
    assertThatExceptionOfType(PictureException.class).isThrownBy(() -> CODEC.decode(almost));
  }

  @ParameterizedTest
  @EnumSource(PictureFormat.class)
  void damagedBytesGiveAPictureOrADeclaredException(PictureFormat format) {
    byte[] whole = CODEC.encode(Noise.picture(9, 11), format);
    Random random = new Random(4);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int change = 0; change < 3; change++) {
        damaged[random.nextInt(Math.min(200, damaged.length))] = (byte) random.nextInt();
      }
      try {
        assertThat(limitedTo(1_000_000).decode(damaged).width()).isPositive();
      } catch (PictureException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aPngWithOneWrongBitInItsPixelsIsRefused() {
    byte[] png = CODEC.encode(Noise.picture(40, 40), PictureFormat.PNG);
    png[png.length / 2] ^= 1;
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(png))
        .withMessageContaining("damaged");
  }

  @Test
  void aStatedSizeBeyondTheLimitIsRefusedBeforeDecoding() {
    byte[] png = CODEC.encode(Noise.picture(5, 4), PictureFormat.PNG);
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    CRC32 checksum = new CRC32();
    checksum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(png))
        .withMessageContaining("60000x60000")
        .withMessageContaining("raise the limit");
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(
            () -> limitedTo(19).decode(CODEC.encode(Noise.picture(5, 4), PictureFormat.BMP)))
        .withMessageContaining("limit of 19");
    assertThat(limitedTo(20).decode(CODEC.encode(Noise.picture(5, 4), PictureFormat.BMP)))
        .isEqualTo(Noise.picture(5, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> limitedTo(0));
  }

  @Test
  void whatIsNoPictureFileIsRefusedInOneLineThatNamesIt() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "not a picture, only words");
    Path empty = Files.createFile(folder.resolve("empty.jpg"));
    Path missing = folder.resolve("missing.png");
    assertRefused(text, "not a picture of a format that is read");
    assertRefused(empty, "empty");
    assertRefused(missing, "no such file");
    assertRefused(folder, "folder");
  }

  @Test
  void aTargetThatCannotBeWrittenIsRefusedAndNothingIsLeft() throws IOException {
    Picture picture = Noise.picture(3, 3);
    Path blocked = Files.createDirectory(folder.resolve("folder.png"));
    List<Path> targets =
        List.of(folder.resolve("absent/a.png"), blocked, folder.resolve("a.xyz"), folder);
    for (Path target : targets) {
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> CODEC.write(picture, target))
          .withMessageContaining(target.toString());
    }
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(blocked);
    }
  }

  @Test
  void aFolderWithoutPermissionIsNamed() throws IOException {
    assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false), "permissions cannot be taken away here");
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.write(Noise.picture(3, 3), closed.resolve("a.png")))
        .withMessageContaining("check the path and its permissions");
  }

  @Test
  void anExistingFileIsReplacedAsAWhole() throws IOException {
    Path file = folder.resolve("a.png");
    Files.writeString(file, "before");
    CODEC.write(Noise.picture(3, 3), file);
    assertThat(CODEC.read(file)).isEqualTo(Noise.picture(3, 3));
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aWrittenFileHasTheUsualPermissions() throws IOException {
    assumeTrue(
        folder.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no POSIX permissions");
    Path usual = Files.createFile(folder.resolve("usual"));
    Path file = folder.resolve("a.png");
    CODEC.write(Noise.picture(3, 3), file);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(usual));
  }

  private static PictureCodec limitedTo(long pixels) {
    return CODEC.withLimits(ReadLimits.defaults().withPixels(pixels));
  }

  private static void assertRefused(Path file, String reason) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.read(file))
        .withMessageStartingWith("Cannot read " + file)
        .withMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  private static Picture flat(int width, int height, int red, int green, int blue) {
    byte[] samples = new byte[3 * width * height];
    for (int i = 0; i < samples.length; i += 3) {
      samples[i] = (byte) red;
      samples[i + 1] = (byte) green;
      samples[i + 2] = (byte) blue;
    }
    return Picture.ofBytes(width, height, samples);
  }
}
