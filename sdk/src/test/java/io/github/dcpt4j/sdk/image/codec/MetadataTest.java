package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Scene;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.ifd.IfdEntry;
import io.github.dcpt4j.sdk.image.metadata.ifd.TiffReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
  private static final int MAKE = 0x10f;
  private static final int CAMERA = 0x8769;
  private static final int MAKER_NOTE = 0x927c;

  @Test
  void keepsACopyAndGivesCopiesAway() {
    byte[] block = exifWithNote(new byte[10], 60);
    Metadata metadata = Metadata.none().withExif(block);
    block[0] = 0;
    metadata.exif().orElseThrow()[1] = 0;
    assertThat(metadata.exif().orElseThrow()).startsWith('I', 'I');
    assertThat(metadata.withoutExif()).isEqualTo(Metadata.none());
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 61, 300, 5000})
  void aMakersNoteStaysWhereItsOffsetsWantIt(int place) {
    byte[] note = "note with offsets from the start of the block".getBytes(StandardCharsets.UTF_8);
    byte[] block = exifWithNote(note, place);
    Picture picture =
        Picture.ofBytes(1, 1, new byte[3]).withMetadata(Metadata.none().withExif(block));
    PictureCodec codec = new PictureCodec();
    for (PictureFormat format : PictureFormat.values()) {
      if (format.abilities().carries(Carried.EXIF)) {
        byte[] carried =
            codec.decode(codec.encode(picture, format)).metadata().exif().orElseThrow();
        assertNoteStands(carried, note, place);
      }
    }
    byte[] tiff = codec.encode(picture, PictureFormat.TIFF);
    assertNoteStands(tiff, note, place);
  }

  private static void assertNoteStands(byte[] carried, byte[] note, int place) {
    assertThat(Arrays.copyOfRange(carried, place, place + note.length)).isEqualTo(note);
    TiffReader reader = new TiffReader(ByteBuffer.wrap(carried));
    Map<Integer, IfdEntry> main = reader.first();
    assertThat(main.get(MAKE).value().array())
        .isEqualTo("Maker of cameras\0".getBytes(StandardCharsets.UTF_8));
    IfdEntry kept = reader.directory((int) main.get(CAMERA).number(0)).get(MAKER_NOTE);
    assertThat(kept.offset()).isEqualTo(place);
  }

  @Test
  void entriesThatShareTheirValuesDoNotBlowUpTheBlock() {
    int count = 1000;
    ByteBuffer block = ByteBuffer.allocate(40_000).order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) count);
    for (int i = 0; i < count; i++) {
      block.putShort((short) (0x4000 + i)).putShort((short) 7).putInt(20_000).putInt(20_000);
    }
    Picture picture =
        Picture.ofBytes(1, 1, new byte[3]).withMetadata(Metadata.none().withExif(block.array()));
    PictureCodec codec = new PictureCodec();
    byte[] carried =
        codec.decode(codec.encode(picture, PictureFormat.PNG)).metadata().exif().orElseThrow();
    assertThat(carried.length).isBetween(20_000, 45_000);
  }

  @Test
  void whatIsNoProfileOrNoExifIsRefused() {
    byte[] profile =
        new PictureCodec()
            .decode(Scene.file("described.png"))
            .metadata()
            .iccProfile()
            .orElseThrow();
    byte[] cmyk = profile.clone();
    System.arraycopy("CMYK".getBytes(StandardCharsets.US_ASCII), 0, cmyk, 16, 4);
    byte[] cut = Arrays.copyOf(profile, profile.length - 1);
    for (byte[] wrong : new byte[][] {cmyk, cut, new byte[0], new byte[200]}) {
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> Metadata.none().withIccProfile(wrong))
          .withMessageContaining("leave it away");
    }
    for (byte[] wrong : new byte[][] {new byte[0], new byte[20], {'I', 'I', 42, 0, 99, 0, 0, 0}}) {
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> Metadata.none().withExif(wrong));
    }
  }

  @ParameterizedTest
  @ValueSource(bytes = {16, 18})
  void profilesOfHighDynamicRangeAreRefused(byte transfer) {
    byte[] original =
        new PictureCodec()
            .decode(Scene.file("described.png"))
            .metadata()
            .iccProfile()
            .orElseThrow();
    // The first tag becomes one that names the transfer function.
    ByteBuffer profile = ByteBuffer.wrap(original);
    profile.put(132, "cicp".getBytes(StandardCharsets.US_ASCII));
    int data = profile.getInt(136);
    profile.put(data, "cicp\0\0\0\0".getBytes(StandardCharsets.US_ASCII)).put(data + 9, transfer);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> Metadata.none().withIccProfile(original))
        .withMessageContaining("high dynamic range");
    profile.put(data + 9, (byte) 13);
    assertThat(Metadata.none().withIccProfile(original).iccProfile()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO_8859_1", "UTF-16BE"})
  void profilesNamedAfterAHighRangeAreRefused(String letters) {
    byte[] profile =
        new PictureCodec()
            .decode(Scene.file("described.png"))
            .metadata()
            .iccProfile()
            .orElseThrow();
    ByteBuffer buffer = ByteBuffer.wrap(profile);
    byte[] name = "BT.2100 PQ".getBytes(Charset.forName(letters));
    buffer.put(buffer.getInt(136) + 12, name);
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> Metadata.none().withIccProfile(profile))
        .withMessageContaining("high dynamic range");
  }

  /** A block of a maker's name and a camera's directory of nothing but a note at this place. */
  private static byte[] exifWithNote(byte[] note, int place) {
    byte[] make = "Maker of cameras\0".getBytes(StandardCharsets.UTF_8);
    int camera = place + note.length + (place + note.length) % 2;
    int name = camera + 18;
    ByteBuffer block = ByteBuffer.allocate(name + make.length).order(ByteOrder.LITTLE_ENDIAN);
    block.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    block.putShort((short) 2);
    block.putShort((short) MAKE).putShort((short) 2).putInt(make.length).putInt(name);
    block.putShort((short) CAMERA).putShort((short) 4).putInt(1).putInt(camera).putInt(0);
    block.put(place, note);
    block.position(camera).putShort((short) 1);
    block.putShort((short) MAKER_NOTE).putShort((short) 7).putInt(note.length).putInt(place);
    block.put(name, make);
    return block.array();
  }
}
