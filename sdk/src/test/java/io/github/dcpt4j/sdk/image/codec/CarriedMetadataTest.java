package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Directory;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.jfif.JfifDirectory;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Scene;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import io.github.dcpt4j.sdk.image.metadata.Resolution;
import io.github.dcpt4j.sdk.image.metadata.Resolution.Unit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file says beside its pixels goes from every format to every other that can hold it. */
class CarriedMetadataTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final byte[] ARTIST = {0x4a, (byte) 0xc3, (byte) 0xb6, 0x72, 0x67};

  @TempDir private Path folder;

  static Stream<Arguments> pairs() {
    return Arrays.stream(PictureFormat.values())
        .flatMap(from -> Arrays.stream(PictureFormat.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void resolutionGoesFromEveryFormatToEveryOtherThatHasOne(PictureFormat from, PictureFormat to) {
    Picture picture =
        Noise.picture(5, 4)
            .withMetadata(Metadata.none().withResolution(new Resolution(600, 300, Unit.INCH)));
    Picture first = CODEC.decode(CODEC.encode(picture, from));
    Optional<Resolution> carried = CODEC.decode(CODEC.encode(first, to)).metadata().resolution();
    boolean both =
        from.abilities().carries(Carried.RESOLUTION) && to.abilities().carries(Carried.RESOLUTION);
    assertThat(carried.map(stated -> stated.in(Unit.INCH)))
        .isEqualTo(both ? picture.metadata().resolution() : Optional.empty());
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("pairs")
  void exifGoesUnchangedFromEveryFormatToEveryOtherThatHasIt(PictureFormat from, PictureFormat to) {
    Metadata metadata = CODEC.decode(Scene.file("described.jpg")).metadata().withoutResolution();
    Picture picture = Noise.picture(5, 4).withMetadata(metadata.withoutIccProfile());
    byte[] first = CODEC.encode(picture, from);
    byte[] second = CODEC.encode(CODEC.decode(first), to);
    if (from.abilities().carries(Carried.EXIF) && to.abilities().carries(Carried.EXIF)) {
      byte[] exif = CODEC.decode(second).metadata().exif().orElseThrow();
      byte[] wanted =
          CODEC.decode(CODEC.encode(picture, PictureFormat.PNG)).metadata().exif().orElseThrow();
      assertThat(exif).isEqualTo(wanted);
    } else {
      assertThat(CODEC.decode(second).metadata().exif()).isEmpty();
    }
  }

  @Test
  void aScanKeepsItsResolutionInTiff() throws IOException, ImageProcessingException {
    byte[] written =
        CODEC.encode(CODEC.decode(Scene.file("fault-600-dpi.tif")), PictureFormat.TIFF);
    Directory main = main(written);
    assertThat(main.getString(ExifIFD0Directory.TAG_X_RESOLUTION)).isEqualTo("600");
    assertThat(main.getString(ExifIFD0Directory.TAG_Y_RESOLUTION)).isEqualTo("600");
    assertThat(main.getString(ExifIFD0Directory.TAG_RESOLUTION_UNIT)).isEqualTo("2");
  }

  @Test
  void aJpegStatesItsResolutionInJfif() throws IOException, ImageProcessingException {
    byte[] written =
        CODEC.encode(CODEC.decode(Scene.file("fault-600-dpi.tif")), PictureFormat.JPEG);
    JfifDirectory jfif =
        ImageMetadataReader.readMetadata(new ByteArrayInputStream(written))
            .getFirstDirectoryOfType(JfifDirectory.class);
    assertThat(jfif.getString(JfifDirectory.TAG_RESX)).isEqualTo("600");
    assertThat(jfif.getString(JfifDirectory.TAG_UNITS)).isEqualTo("1");
  }

  @ParameterizedTest
  @EnumSource(
      value = PictureFormat.class,
      names = {"TIFF", "JPEG", "PNG", "WEBP"})
  void lensTagsTextBytesAndWindowsTagsAreKept(PictureFormat format)
      throws IOException, ImageProcessingException {
    byte[] written = CODEC.encode(CODEC.decode(Scene.file("fault-lens.tif")), format);
    Directory main = main(written);
    assertThat(Arrays.copyOf(main.getByteArray(ExifIFD0Directory.TAG_ARTIST), 5)).isEqualTo(ARTIST);
    assertThat(main.getByteArray(0x9c9b)).containsExactly('T', 0, 0, 0);
    Directory camera = directory(written, ExifSubIFDDirectory.class);
    assertThat(camera.getString(ExifSubIFDDirectory.TAG_LENS_MODEL)).isEqualTo("50mm");
    assertThat(camera.getString(ExifSubIFDDirectory.TAG_TIME_ZONE_ORIGINAL)).isEqualTo("+02:00");
  }

  @Test
  void oneOddEntryDoesNotCostTheOthers() throws IOException, ImageProcessingException {
    byte[] written =
        CODEC.encode(CODEC.decode(Scene.file("fault-odd-gps.tif")), PictureFormat.TIFF);
    assertThat(main(written).getString(ExifIFD0Directory.TAG_MAKE)).isEqualTo("Acme");
    assertThat(
            directory(written, ExifSubIFDDirectory.class)
                .getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL))
        .isEqualTo("2020:01:02 03:04:05");
    assertThat(
            directory(written, GpsDirectory.class)
                .getRationalArray(GpsDirectory.TAG_LATITUDE)[0]
                .intValue())
        .isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fault-cicp.png", "fault-gamma.png"})
  void colourTagsGoToPngAndAreNamedWhereTheyAreLost(String name) throws IOException {
    Picture picture = CODEC.decode(Scene.file(name));
    byte[] png = CODEC.encode(picture, PictureFormat.PNG);
    assertThat(CODEC.decode(png).metadata().colourTags())
        .isEqualTo(picture.metadata().colourTags());
    String chunk = name.contains("cicp") ? "cICP" : "gAMA";
    assertThat(content(png, chunk)).isEqualTo(content(Scene.file(name), chunk));
    for (PictureFormat format : PictureFormat.values()) {
      List<String> losses = CODEC.write(picture, format, new ByteArrayOutputStream());
      assertThat(losses).hasSize(format == PictureFormat.PNG ? 0 : 1);
      losses.forEach(loss -> assertThat(loss).contains("not sRGB").contains(format.label()));
    }
  }

  @Test
  void whatAFormatCannotHoldIsNamedWithTheFile() {
    Picture picture = CODEC.decode(Scene.file("described.png"));
    Path file = folder.resolve("a.bmp");
    assertThat(CODEC.write(picture, file))
        .hasSize(2)
        .allSatisfy(
            loss -> assertThat(loss).startsWith(file + ": ").contains("lost").doesNotContain("\n"))
        .anySatisfy(loss -> assertThat(loss).contains("ICC profile"))
        .anySatisfy(loss -> assertThat(loss).contains("EXIF"));
    assertThat(CODEC.write(picture, folder.resolve("a.png"))).isEmpty();
  }

  private static byte[] content(byte[] png, String chunk) {
    int start = PngChunks.indexOf(png, chunk);
    assertThat(start).as(chunk).isPositive();
    int length = ByteBuffer.wrap(png).getInt(start);
    return Arrays.copyOfRange(png, start + 8, start + 8 + length);
  }

  private static Directory main(byte[] file) throws IOException, ImageProcessingException {
    return directory(file, ExifIFD0Directory.class);
  }

  private static Directory directory(byte[] file, Class<? extends Directory> type)
      throws IOException, ImageProcessingException {
    return ImageMetadataReader.readMetadata(new ByteArrayInputStream(file))
        .getFirstDirectoryOfType(type);
  }
}
