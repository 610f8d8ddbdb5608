package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.Scene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are small and state that they are large. */
class LimitsTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final int PNG_HEADER_END = 33;

  @ParameterizedTest
  @CsvSource({
    "rgb-8.png, 60000",
    "progressive.jpg, 60000",
    "rgb-lossy.webp, 16383",
    "rgba.webp, 16384",
    "rgb-8.tif, 60000"
  })
  void aHugeSizeIsRefusedBeforeDecoding(String name, int side) {
    byte[] file = withSize(name, side);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining(side + "x" + side)
        .withMessageContaining("raise the limit");
  }

  @ParameterizedTest
  @CsvSource({"rgb-8.png", "rgb.bmp", "progressive.jpg", "rgb-lossy.webp", "rgb-8.tif"})
  void noSizeAtAllIsRefused(String name) {
    byte[] file = withSize(name, 0);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining("size of 0x0");
  }

  @Test
  void aBitmapThatStatesMoreThanItHoldsIsCutOffAndTooLargeBeyondTheLimit() {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(withSize("rgb.bmp", 9_000)))
        .withMessageContaining("cut off")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(PictureException.Kind.DAMAGED));
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(withSize("rgb.bmp", 60_000)))
        .withMessageContaining("60000x60000")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(PictureException.Kind.TOO_LARGE));
  }

  @Test
  void channelsAndDepthCountToo() {
    PictureCodec codec = CODEC.withLimits(ReadLimits.defaults().withDecodedBytes(24 * 16 * 6));
    assertThat(codec.decode(Scene.file("rgb-16.tif")).width()).isEqualTo(24);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> codec.decode(Scene.file("rgb-float.tif")))
        .withMessageContaining("would take 4608 bytes")
        .withMessageContaining("raise the limit");
  }

  @Test
  void textsThatUnpackToGigabytesAreNotUnpacked() {
    byte[] text =
        concatenated("k\0\0".getBytes(StandardCharsets.ISO_8859_1), deflatedZeros(7_900_000));
    byte[] international = concatenated(new byte[] {'k', 0, 1, 0, 0, 0}, deflatedZeros(7_900_000));
    byte[] file = Scene.file("rgb-8.png");
    for (int i = 0; i < 100; i++) {
      file = withChunk(withChunk(file, "zTXt", text), "iTXt", international);
    }
    long before = residentBytes();
    Scene.assertColours(CODEC.decode(file), 1.1 / 65535);
    assertThat(residentBytes() - before).isLessThan(200L << 20);
  }

  @Test
  void aProfileThatUnpacksToHundredsOfMegabytesIsRefused() {
    byte[] chunk =
        concatenated("k\0\0".getBytes(StandardCharsets.ISO_8859_1), deflatedZeros(300_000_000));
    byte[] file = withChunk(Scene.file("rgb-8.png"), "iCCP", chunk);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining("colour profile")
        .withMessageContaining("remove it");
  }

  @Test
  void longExifDataIsRefusedAboveTheLimit() {
    // One entry of a million bytes, a copyright notice
    ByteBuffer block = ByteBuffer.allocate(1_000_100).order(ByteOrder.BIG_ENDIAN);
    block.put("MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) 1);
    block.putShort((short) 0x8298).putShort((short) 2).putInt(1_000_000).putInt(30);
    byte[] file = withChunk(Scene.file("rgb-8.png"), "eXIf", block.array());
    assertThat(CODEC.decode(file).metadata().exif().orElseThrow()).hasSizeGreaterThan(1_000_000);
    PictureCodec strict = CODEC.withLimits(ReadLimits.defaults().withMetadataBytes(999_999));
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> strict.decode(file))
        .withMessageContaining("EXIF data");
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.encode(CODEC.decode(file), PictureFormat.JPEG))
        .withMessageContaining("too long for JPEG");
  }

  @Test
  void aJpegOfEndlessScansIsRefused() {
    byte[] file = Scene.file("progressive.jpg");
    int end = file.length - 2;
    int scan = lastIndexOf(file, 0xda);
    ByteArrayOutputStream endless = new ByteArrayOutputStream();
    endless.write(file, 0, end);
    for (int i = 0; i < 100; i++) {
      endless.write(file, scan, end - scan);
    }
    endless.write(file, end, 2);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(endless.toByteArray()))
        .withMessageContaining("scans");
  }

  @Test
  void aTiffTileLargerThanAnyPictureIsRefused() {
    byte[] file =
        withTiffValue(withTiffValue(Scene.file("rgb-tiled-16.tif"), 322, 60_000), 323, 60_000);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining("tiles");
  }

  @Test
  void aSecondSmallerSizeDoesNotHideTheFirst() {
    byte[] huge = withSize("progressive.jpg", 60_000);
    byte[] small = Scene.file("progressive.jpg");
    byte[] both =
        concatenated(
            Arrays.copyOf(huge, huge.length - 2), Arrays.copyOfRange(small, 2, small.length));
    assertRefusedAsHuge(both);
  }

  @Test
  void bytesThatAreNoMarkerDoNotHideASize() {
    // Read as a segment, 0xff 0x00 and a length would reach over the frame header that follows.
    byte[] huge = withSize("progressive.jpg", 60_000);
    byte[] small = Scene.file("progressive.jpg");
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(huge, 0, 2);
    file.writeBytes(new byte[] {-1, 0, (byte) (huge.length >> 8), (byte) huge.length});
    file.write(huge, 2, huge.length - 4);
    file.write(small, 2, small.length - 2);
    assertRefusedAsHuge(file.toByteArray());
  }

  @Test
  void aChunkBeforeTheHeaderOfAPngDoesNotHideItsSize() {
    byte[] huge = withSize("rgb-8.png", 60_000);
    byte[] small = Scene.file("rgb-8.png");
    byte[] hidden =
        concatenated(
            Arrays.copyOf(small, PNG_HEADER_END), Arrays.copyOfRange(huge, 8, huge.length));
    byte[] late = hidden.clone();
    late[12] = 'i';
    for (byte[] file : new byte[][] {hidden, late}) {
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> CODEC.decode(file))
          .withMessageContaining("damaged");
    }
  }

  @Test
  void aTiffOfTwoSizesIsRefused() {
    // The entry of the compression becomes a second width.
    byte[] file = Scene.file("rgb-8.tif");
    for (int first : new int[] {256, 259}) {
      byte[] two = withTiffValue(file.clone(), first, 50_000);
      withTiffTag(two, 259, 256);
      assertThatExceptionOfType(PictureException.class).isThrownBy(() -> CODEC.decode(two));
    }
  }

  @Test
  void limitsAreChecked() {
    ReadLimits limits = ReadLimits.defaults();
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withPixels(0));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withPixels(1L << 31));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withDecodedBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withFileBytes(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.withMetadataBytes(0));
  }

  private static void assertRefusedAsHuge(byte[] file) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining("60000x60000");
  }

  private static byte[] withSize(String name, int side) {
    byte[] file = Scene.file(name);
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    switch (PictureFormat.ofName(Path.of(name))) {
      case PNG -> {
        buffer.order(ByteOrder.BIG_ENDIAN).putInt(16, side).putInt(20, side);
        CRC32 checksum = new CRC32();
        checksum.update(file, 12, 17);
        buffer.putInt(29, (int) checksum.getValue());
      }
      case BMP -> buffer.putInt(18, side).putInt(22, side);
      case JPEG -> {
        int frame = lastIndexOf(file, 0xc2);
        buffer.order(ByteOrder.BIG_ENDIAN);
        buffer.putShort(frame + 5, (short) side).putShort(frame + 7, (short) side);
      }
      case WEBP -> {
        if (name.equals("rgb-lossy.webp")) {
          buffer.putShort(26, (short) side).putShort(28, (short) side);
        } else {
          buffer.putInt(21, buffer.getInt(21) & 0xf0000000 | side - 1 | side - 1 << 14);
        }
      }
      case TIFF -> {
        return withTiffValue(withTiffValue(file, 256, side), 257, side);
      }
    }
    return file;
  }

  /** Sets the value of an entry of a little-endian file. */
  private static byte[] withTiffValue(byte[] file, int tag, int value) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(tiffEntry(buffer, tag) + 8, (short) value);
    return file;
  }

  private static void withTiffTag(byte[] file, int tag, int other) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putShort(tiffEntry(buffer, tag), (short) other);
  }

  private static int tiffEntry(ByteBuffer file, int tag) {
    int entry = file.getInt(4) + 2;
    while ((file.getShort(entry) & 0xffff) != tag) {
      entry += 12;
    }
    return entry;
  }

  private static int lastIndexOf(byte[] file, int marker) {
    int index = file.length - 2;
    while ((file[index] & 0xff) != 0xff || (file[index + 1] & 0xff) != marker) {
      index--;
    }
    return index;
  }

  private static byte[] withChunk(byte[] png, String name, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
    chunk.putInt(content.length).put(name.getBytes(StandardCharsets.US_ASCII)).put(content);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, content.length + 4);
    chunk.putInt((int) checksum.getValue());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(png, 0, PNG_HEADER_END);
    whole.writeBytes(chunk.array());
    whole.write(png, PNG_HEADER_END, png.length - PNG_HEADER_END);
    return whole.toByteArray();
  }

  private static byte[] deflatedZeros(int length) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] block = new byte[100_000];
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      for (int written = 0; written < length; written += block.length) {
        deflater.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** Memory of the process; 0 where the system does not tell, so that nothing seems to grow. */
  private static long residentBytes() {
    return Pointer.physicalBytes();
  }
}
