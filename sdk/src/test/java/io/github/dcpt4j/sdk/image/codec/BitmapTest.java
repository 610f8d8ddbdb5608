package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bitmaps of one row, put together bit by bit. */
class BitmapTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final int WINDOWS = 40;
  private static final int CORE = 12;

  @Test
  void fiveBitsOfEachColourReachFromZeroTo255() {
    Picture picture = decode(bitmap(WINDOWS, 2, 1, 16, 0, bytes(0xff, 0x7f, 0x00, 0x7c)));
    assertThat(samples(picture)).containsExactly(255, 255, 255, 255, 0, 0);
  }

  @Test
  void sixBitsOfGreenReachFromZeroTo255() {
    byte[] masks = longs(0xf800, 0x07e0, 0x001f);
    byte[] file = bitmap(WINDOWS, 2, 1, 16, 3, join(masks, bytes(0xff, 0xff, 0xe0, 0x07)));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10, 14 + WINDOWS + 12);
    assertThat(samples(decode(file))).containsExactly(255, 255, 255, 0, 255, 0);
  }

  @Test
  void theFourthByteOfAPixelIsNoAlphaWithoutAMask() {
    Picture picture = decode(bitmap(WINDOWS, 1, 1, 32, 0, bytes(3, 2, 1, 0)));
    assertThat(picture.alpha()).isEmpty();
    assertThat(samples(picture)).containsExactly(1, 2, 3);
  }

  @Test
  void aMaskOfAlphaMakesOne() {
    byte[] header = longs(0xff, 0xff00, 0xff0000, 0xff000000);
    byte[] file = bitmap(56, 1, 1, 32, 3, bytes(1, 2, 3, 77));
    System.arraycopy(header, 0, file, 14 + WINDOWS, header.length);
    Picture picture = decode(file);
    assertThat(samples(picture)).containsExactly(1, 2, 3);
    assertThat(picture.alpha().orElseThrow().at(0, 0)).isEqualTo(77 / 255f);
  }

  @Test
  void tenBitsOfEachColourAreCutToEight() {
    byte[] masks = longs(0x3ff00000, 0x000ffc00, 0x000003ff);
    byte[] file = bitmap(WINDOWS, 1, 1, 32, 3, join(masks, longs(0x3ff << 20 | 0x200 << 10)));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10, 14 + WINDOWS + 12);
    assertThat(samples(decode(file))).containsExactly(255, 128, 0);
  }

  @Test
  void twentyFourBitsWithTheShortHeaderAreRead() {
    Picture picture = decode(bitmap(CORE, 1, 1, 24, 0, bytes(3, 2, 1, 0)));
    assertThat(samples(picture)).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void rowsMayStandFromTheTop(int sign) {
    byte[] rows = bytes(1, 1, 1, 0, 2, 2, 2, 0);
    Picture picture = decode(bitmap(WINDOWS, 1, 2 * sign, 24, 0, rows));
    assertThat(samples(picture)[0]).isEqualTo(sign > 0 ? 2 : 1);
  }

  @ParameterizedTest
  @CsvSource({"1, 128", "2, 64", "4, 16"})
  void fewBitsAreNumbersInThePalette(int bits, int second) {
    // The first pixel is colour 1, the others are colour 0.
    byte[] palette = new byte[4 << bits];
    palette[4] = 7;
    palette[5] = 8;
    palette[6] = 9;
    byte[] file = bitmap(WINDOWS, 2, 1, bits, 0, join(palette, bytes(second, 0, 0, 0)));
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10, 14 + WINDOWS + palette.length);
    assertThat(samples(decode(file))).containsExactly(9, 8, 7, 0, 0, 0);
  }

  @Test
  void runsThatReachOverTheEdgeOrDoNotEndAreDamaged() {
    byte[] palette = new byte[1024];
    for (byte[] runs : new byte[][] {bytes(9, 1, 0, 1), bytes(1, 1), bytes(0, 2, 200, 200, 1, 1)}) {
      byte[] file = bitmap(WINDOWS, 2, 1, 8, 1, join(palette, runs));
      ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10, 14 + WINDOWS + 1024);
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> CODEC.decode(file))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(PictureException.Kind.DAMAGED));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 0", "24, 4", "24, 5", "8, 2", "64, 0"})
  void otherKindsAreRefused(int bits, int compression) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(bitmap(WINDOWS, 1, 1, bits, compression, new byte[64])))
        .withMessageContaining("save it as PNG")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(PictureException.Kind.UNSUPPORTED));
  }

  private static byte[] bitmap(
      int header, int width, int height, int bits, int compression, byte[] rest) {
    ByteBuffer file = ByteBuffer.allocate(14 + header + rest.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(file.capacity()).putInt(0).putInt(14 + header);
    file.putInt(header);
    if (header == CORE) {
      file.putShort((short) width).putShort((short) height);
      file.putShort((short) 1).putShort((short) bits);
    } else {
      file.putInt(width).putInt(height).putShort((short) 1).putShort((short) bits);
      file.putInt(compression);
    }
    file.position(14 + header).put(rest);
    return file.array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] longs(int... values) {
    return TiffForge.longs(values);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static Picture decode(byte[] file) {
    return CODEC.decode(file);
  }

  private static int[] samples(Picture picture) {
    byte[] rgb = picture.toBytes();
    int[] values = new int[rgb.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = rgb[i] & 0xff;
    }
    return values;
  }
}
