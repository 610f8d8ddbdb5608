package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.error.PictureException.Kind;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Scene;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that programs in the wild have written, and what is right to make of them. */
class FaultyPicturesTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final int PNG_HEADER_END = 33;

  @Test
  void bitsThatNoMaskNamesAreNoAlpha() {
    Picture picture = read("fault-bitfields.bmp");
    assertThat(picture.alpha()).isEmpty();
    assertThat(pixel(picture, 3, 3)).containsExactly(15, 14, 6);
  }

  @Test
  void theHeaderOfOs2IsKnown() {
    assertThat(pixel(read("fault-os2.bmp"), 3, 3)).containsExactly(7, 240, 15);
  }

  @Test
  void aProfileIsCutToTheSizeThatItStates() {
    byte[] profile = read("fault-padded-profile.jpg").metadata().iccProfile().orElseThrow();
    assertThat(ByteBuffer.wrap(profile).getInt(0)).isEqualTo(profile.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fault-cicp-offset.jpg", "fault-cicp-offset.png"})
  void aTagOfAProfileThatLiesBeyondItsEndIsPassedOver(String name) {
    assertThat(read(name).metadata().iccProfile()).isPresent();
  }

  @Test
  void exifDataInTextIsReadLikeAnyOther() {
    Picture picture = read("fault-raw-exif.png");
    assertThat(picture.width()).isEqualTo(48);
    assertThat(picture.height()).isEqualTo(64);
    byte[] exif = picture.metadata().exif().orElseThrow();
    assertThat(new String(exif, StandardCharsets.ISO_8859_1)).contains("ABC\0");
  }

  @Test
  void brokenEntriesOfExifDataCostThemselvesAndAreNamedInOneLine() {
    Picture picture = read("fault-cut-exif.jpg");
    assertThat(picture.metadata().exif()).isPresent();
    assertThat(picture.metadata().warnings())
        .singleElement()
        .satisfies(line -> assertThat(line).contains("damaged entries").doesNotContain("\n"));
  }

  @Test
  void aJpegWithoutItsCodedBytesIsCutOff() {
    assertCutOff(Scene.file("fault-no-data.jpg"));
  }

  @ParameterizedTest
  @CsvSource({"0.3, false", "0.5, false", "0.9, false", "0.3, true", "0.5, true"})
  void aJpegThatLacksAPartOfItsCodedBytesIsCutOff(double part, boolean grey) {
    Picture noise = grey ? Scene.grey(Noise.picture(150, 97)) : Noise.picture(150, 97);
    byte[] whole = CODEC.encode(noise, PictureFormat.JPEG);
    byte[] cut = Arrays.copyOf(whole, (int) (whole.length * part));
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    assertCutOff(cut);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.6, 0.9})
  void aProgressiveJpegThatLacksScansIsCutOff(double part) {
    byte[] whole = Scene.file("progressive.jpg");
    byte[] cut = Arrays.copyOf(whole, (int) (whole.length * part));
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    assertThatExceptionOfType(PictureException.class).isThrownBy(() -> CODEC.decode(cut));
  }

  @Test
  void aJpegThatIsGreyInTruthIsRead() {
    byte[] grey = new byte[3 * 64 * 64];
    Arrays.fill(grey, (byte) 128);
    Picture picture = Picture.ofBytes(64, 64, grey);
    assertThat(CODEC.decode(CODEC.encode(picture, PictureFormat.JPEG))).isEqualTo(picture);
  }

  private static void assertCutOff(byte[] file) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(file))
        .withMessageContaining("cut off")
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED));
  }

  @Test
  void aHundredScansOfAHundredMegapixelsAreRefused() {
    assertThatExceptionOfType(PictureException.class).isThrownBy(() -> read("fault-100-scans.jpg"));
  }

  @Test
  void scansCountByThePixelsThatTheyVisit() {
    byte[] file = Scene.file("progressive.jpg");
    int frame = indexOf(file, 0xc2);
    ByteBuffer.wrap(file).putShort(frame + 5, (short) 9_900).putShort(frame + 7, (short) 9_900);
    assertThat(CODEC.inspect(file).work()).isGreaterThan(3L * 9_900 * 9_900);
    // One of its scans twenty times more
    int scan = indexOf(file, 0xda);
    int next = scan + 2;
    while ((file[next] & 0xff) != 0xff || file[next + 1] == 0) {
      next++;
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(file, 0, scan);
    for (int i = 0; i < 20; i++) {
      many.write(file, scan, next - scan);
    }
    many.write(file, next, file.length - next);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.decode(many.toByteArray()))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TOO_MUCH_WORK));
  }

  @Test
  void theFirstTransparentColourOfAPngCountsAndALateOneDoesNot() {
    byte[] opaque = CODEC.encode(Scene.grey(Noise.picture(8, 8)), PictureFormat.PNG);
    byte[] first = PngChunks.insert(opaque, PNG_HEADER_END, "tRNS", new byte[] {0, 1});
    byte[] twice = PngChunks.insert(first, PNG_HEADER_END + 14, "tRNS", new byte[] {0, 2});
    assertThat(CODEC.decode(twice)).isEqualTo(CODEC.decode(first));
    byte[] late = PngChunks.insert(opaque, opaque.length - 12, "tRNS", new byte[] {0, 1});
    assertThat(CODEC.decode(late).alpha()).isEmpty();
  }

  @Test
  void ofManyProfilesTheFirstIsUnpackedAndALateOneIsNot() {
    byte[] described = Scene.file("described.png");
    byte[] first = CODEC.decode(described).metadata().iccProfile().orElseThrow();
    byte[] other = CODEC.encode(Noise.picture(3, 3), PictureFormat.PNG);
    byte[] bomb = PngChunks.deflatedZeros(7_000_000);
    byte[] file = described;
    for (int i = 0; i < 200; i++) {
      file = PngChunks.insert(file, PngChunks.indexOf(file, "IDAT"), "iCCP", bomb);
    }
    assertThat(CODEC.decode(file).metadata().iccProfile()).hasValue(first);
    byte[] late = PngChunks.insert(other, other.length - 12, "iCCP", bomb);
    assertThat(CODEC.decode(late).metadata().iccProfile()).isEmpty();
    assertThat(CODEC.decode(late).metadata().warnings()).isEmpty();
  }

  private static Picture read(String name) {
    return CODEC.decode(Scene.file(name));
  }

  private static int[] pixel(Picture picture, int x, int y) {
    byte[] rgb = picture.toBytes();
    int start = 3 * (y * picture.width() + x);
    return new int[] {rgb[start] & 0xff, rgb[start + 1] & 0xff, rgb[start + 2] & 0xff};
  }

  private static int indexOf(byte[] file, int marker) {
    int index = 0;
    while ((file[index] & 0xff) != 0xff || (file[index + 1] & 0xff) != marker) {
      index++;
    }
    return index;
  }
}
