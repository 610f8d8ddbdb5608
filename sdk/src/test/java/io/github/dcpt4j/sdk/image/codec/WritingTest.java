package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifInteropDirectory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.ExifThumbnailDirectory;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.ChromaSampling;
import io.github.dcpt4j.sdk.image.Layout;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.Scene;
import io.github.dcpt4j.sdk.image.WriteOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks at what is written with readers that have nothing to do with the writers. */
class WritingTest {
  private static final PictureCodec CODEC = new PictureCodec();

  @ParameterizedTest(name = "{0} as {1} has {2} bands of {3} bits")
  @CsvSource({
    "rgb-8.png, JPEG, 3, 8",
    "rgb-16.png, JPEG, 3, 8",
    "rgb-float.tif, JPEG, 3, 8",
    "grey-8.png, JPEG, 1, 8",
    "grey-16.png, JPEG, 1, 8",
    "rgb-8.png, PNG, 3, 8",
    "rgb-16.png, PNG, 3, 16",
    "rgb-float.tif, PNG, 3, 16",
    "grey-8.png, PNG, 1, 8",
    "grey-16.png, PNG, 1, 16",
    "grey-float.tif, PNG, 1, 16",
    "rgba-8.png, PNG, 4, 8",
    "rgba-16.png, PNG, 4, 16",
    "rgba-float.tif, PNG, 4, 16",
    "grey-alpha-8.png, PNG, 2, 8",
    "grey-alpha-16.png, PNG, 2, 16",
    "grey-alpha-float.tif, PNG, 2, 16",
    "rgb-8.png, TIFF, 3, 8",
    "rgb-16.png, TIFF, 3, 16",
    "rgb-float.tif, TIFF, 3, 32",
    "grey-8.png, TIFF, 1, 8",
    "grey-16.png, TIFF, 1, 16",
    "grey-float.tif, TIFF, 1, 32",
    "rgba-8.png, TIFF, 4, 8",
    "rgba-16.png, TIFF, 4, 16",
    "rgba-float.tif, TIFF, 4, 32",
    "grey-alpha-8.png, TIFF, 2, 8",
    "grey-alpha-16.png, TIFF, 2, 16",
    "grey-alpha-float.tif, TIFF, 2, 32",
    "rgb-8.png, WEBP, 3, 8",
    "rgb-16.png, WEBP, 3, 8",
    "grey-8.png, WEBP, 3, 8",
    "rgba-8.png, WEBP, 4, 8",
    "grey-alpha-16.png, WEBP, 4, 8",
    "rgb-8.png, BMP, 3, 8",
    "rgb-16.png, BMP, 3, 8",
    "grey-8.png, BMP, 1, 8"
  })
  void depthGreynessAndAlphaAreKeptAsFarAsTheFormatGoes(
      String name, PictureFormat format, int bands, int bits) throws IOException {
    Picture picture = CODEC.decode(Scene.file(name));
    byte[] written = CODEC.encode(picture, format);

    BufferedImage image = ImageIO.read(new ByteArrayInputStream(written));
    assertThat(image.getColorModel().getNumComponents()).isEqualTo(bands);
    assertThat(image.getColorModel().getComponentSize(0)).isEqualTo(bits);
    if (bands >= Picture.CHANNELS && bits == Byte.SIZE) {
      assertColours(image, format == PictureFormat.JPEG ? 6 : 0);
    }
    Picture back = CODEC.decode(written);
    double tolerance = format == PictureFormat.JPEG ? 6 / 255.0 : 1.1 / 65535;
    Scene.assertColours(back, picture.isGrey(), tolerance);
    assertThat(back.isGrey()).isEqualTo(bands < Picture.CHANNELS);
    if (picture.alpha().isPresent()) {
      Scene.assertAlpha(back, bits == Byte.SIZE ? 1.1 / 255 : 1.1 / 65535);
    }
  }

  static Stream<Arguments> describedFiles() {
    return Stream.of("jpg", "png", "webp", "tif")
        .flatMap(
            source ->
                Stream.of(
                        PictureFormat.JPEG,
                        PictureFormat.PNG,
                        PictureFormat.WEBP,
                        PictureFormat.TIFF)
                    .map(target -> Arguments.of("described." + source, target)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("describedFiles")
  void profileAndExifAreCarriedAndTellOfTheUprightPicture(String name, PictureFormat format)
      throws IOException, ImageProcessingException, MetadataException {
    Picture picture = CODEC.decode(Scene.file(name));
    Scene.assertColours(picture, 6 / 255.0);
    byte[] written = CODEC.encode(picture, format);
    Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(written));

    ExifIFD0Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    assertThat(main.getString(ExifIFD0Directory.TAG_MAKE)).isEqualTo("Acme");
    assertThat(main.getString(ExifIFD0Directory.TAG_ARTIST)).isEqualTo("A. Painter");
    assertThat(main.getInt(ExifIFD0Directory.TAG_ORIENTATION)).isEqualTo(1);
    ExifSubIFDDirectory camera = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    assertThat(camera.getInt(ExifSubIFDDirectory.TAG_ISO_EQUIVALENT)).isEqualTo(400);
    assertThat(camera.getInt(ExifSubIFDDirectory.TAG_EXIF_IMAGE_WIDTH)).isEqualTo(Scene.WIDTH);
    assertThat(camera.getInt(ExifSubIFDDirectory.TAG_EXIF_IMAGE_HEIGHT)).isEqualTo(Scene.HEIGHT);
    GpsDirectory place = metadata.getFirstDirectoryOfType(GpsDirectory.class);
    assertThat(place.getString(GpsDirectory.TAG_LATITUDE_REF)).isEqualTo("N");
    assertThat(place.getRationalArray(GpsDirectory.TAG_LATITUDE)[1].intValue()).isEqualTo(30);
    ExifInteropDirectory rules = metadata.getFirstDirectoryOfType(ExifInteropDirectory.class);
    assertThat(rules.getString(ExifInteropDirectory.TAG_INTEROP_INDEX)).startsWith("R03");
    assertThat(metadata.getFirstDirectoryOfType(ExifThumbnailDirectory.class)).isNull();
    IccDirectory profile = metadata.getFirstDirectoryOfType(IccDirectory.class);
    assertThat(profile.getInt(IccDirectory.TAG_PROFILE_BYTE_COUNT))
        .isEqualTo(picture.metadata().iccProfile().orElseThrow().length);
    assertThat(profile.getDescription(IccDirectory.TAG_TAG_desc)).isEqualTo("dcpt4j test P3");
    assertThat(CODEC.decode(written).metadata().iccProfile().orElseThrow())
        .isEqualTo(picture.metadata().iccProfile().orElseThrow());
  }

  @Test
  void bmpCarriesNeitherProfileNorExif() {
    Picture picture = CODEC.decode(Scene.file("described.png"));
    Picture back = CODEC.decode(CODEC.encode(picture, PictureFormat.BMP));
    assertThat(back.metadata().iccProfile()).isEmpty();
    assertThat(back.metadata().exif()).isEmpty();
    assertThat(back.withMetadata(picture.metadata())).isEqualTo(picture);
  }

  @Test
  void aLongProfileTakesSeveralSegmentsOfAJpeg()
      throws IOException, ImageProcessingException, MetadataException {
    byte[] original =
        CODEC.decode(Scene.file("described.png")).metadata().iccProfile().orElseThrow();
    byte[] profile = Arrays.copyOf(original, 150_000);
    ByteBuffer.wrap(profile).putInt(0, profile.length);
    Picture picture =
        Picture.ofBytes(1, 1, new byte[3])
            .withMetadata(
                io.github.dcpt4j.sdk.image.metadata.Metadata.none().withIccProfile(profile));
    for (PictureFormat format : new PictureFormat[] {PictureFormat.JPEG, PictureFormat.PNG}) {
      byte[] written = CODEC.encode(picture, format);
      assertThat(CODEC.decode(written).metadata().iccProfile().orElseThrow()).isEqualTo(profile);
    }
    byte[] jpeg = CODEC.encode(picture, PictureFormat.JPEG);
    IccDirectory directory =
        ImageMetadataReader.readMetadata(new ByteArrayInputStream(jpeg))
            .getFirstDirectoryOfType(IccDirectory.class);
    assertThat(directory.getInt(IccDirectory.TAG_PROFILE_BYTE_COUNT)).isEqualTo(profile.length);
  }

  @Test
  void aProfileOfColoursIsNotPutIntoAGreyFile() {
    Picture grey =
        CODEC
            .decode(Scene.file("grey-8.png"))
            .withMetadata(CODEC.decode(Scene.file("described.png")).metadata());
    byte[] written = CODEC.encode(grey, PictureFormat.PNG);
    assertThat(CODEC.decode(written).metadata().iccProfile()).isEmpty();
    assertThat(CODEC.decode(written).metadata().exif()).isPresent();
  }

  @Test
  void jpegTakesAnAlphaThatHidesNothingAndRefusesAnyOther() {
    Picture opaque = Picture.of(1, 1, 4, Layout.INTERLEAVED, new byte[] {10, 10, 10, (byte) 255});
    Picture back = CODEC.decode(CODEC.encode(opaque, PictureFormat.JPEG));
    assertThat(back).isEqualTo(opaque.withoutAlpha());
    Picture glass = Picture.of(1, 1, 4, Layout.INTERLEAVED, new byte[] {10, 10, 10, 99});
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> CODEC.encode(glass, PictureFormat.JPEG))
        .withMessageContaining("choose PNG, WebP or TIFF");
  }

  @ParameterizedTest
  @EnumSource(ChromaSampling.class)
  void theChromaOfAJpegIsChosen(ChromaSampling sampling)
      throws IOException, ImageProcessingException, MetadataException {
    PictureCodec codec = CODEC.withOptions(WriteOptions.defaults().withChromaSampling(sampling));
    byte[] jpeg = codec.encode(CODEC.decode(Scene.file("rgb-8.png")), PictureFormat.JPEG);
    JpegDirectory header =
        ImageMetadataReader.readMetadata(new ByteArrayInputStream(jpeg))
            .getFirstDirectoryOfType(JpegDirectory.class);
    int chosen =
        header.getComponent(0).getHorizontalSamplingFactor()
            * header.getComponent(0).getVerticalSamplingFactor();
    assertThat(chosen).isEqualTo(1 << sampling.ordinal());
  }

  @Test
  void qualityAndCompressionChangeTheSize() {
    Picture picture = Noise.picture(64, 64);
    WriteOptions options = WriteOptions.defaults();
    assertThat(size(picture, PictureFormat.JPEG, options.withJpegQuality(30)))
        .isLessThan(size(picture, PictureFormat.JPEG, options));
    assertThat(size(picture, PictureFormat.WEBP, options.withWebpQuality(30)))
        .isLessThan(size(picture, PictureFormat.WEBP, options));
    Picture flat = Picture.ofBytes(64, 64, new byte[3 * 64 * 64]);
    assertThat(size(flat, PictureFormat.PNG, options.withPngCompression(9)))
        .isLessThan(size(flat, PictureFormat.PNG, options.withPngCompression(0)));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withJpegQuality(0));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withPngCompression(10));
    assertThatIllegalArgumentException().isThrownBy(() -> options.withWebpQuality(102));
  }

  @Test
  void streamsAreWrittenToAndStayOpen() throws IOException {
    Picture picture = CODEC.decode(Scene.file("rgb-8.png"));
    for (PictureFormat format : PictureFormat.values()) {
      ByteArrayOutputStream target = new ByteArrayOutputStream();
      CODEC.write(picture, format, target);
      assertThat(target.toByteArray()).isEqualTo(CODEC.encode(picture, format));
    }
  }

  private static int size(Picture picture, PictureFormat format, WriteOptions options) {
    return CODEC.withOptions(options).encode(picture, format).length;
  }

  private static void assertColours(BufferedImage image, int tolerance) {
    for (int block = 0; block < 6; block++) {
      int argb = image.getRGB(Scene.x(block), Scene.y(block));
      int[] expected = Scene.colour(block);
      if (argb >>> 24 > 0 && !isGrey(image)) {
        assertThat(argb >> 16 & 0xff).isCloseTo(expected[0], within(tolerance));
        assertThat(argb >> 8 & 0xff).isCloseTo(expected[1], within(tolerance));
        assertThat(argb & 0xff).isCloseTo(expected[2], within(tolerance));
      }
    }
  }

  private static boolean isGrey(BufferedImage image) {
    int argb = image.getRGB(Scene.x(0), Scene.y(0));
    return (argb & 0xff) == (argb >> 8 & 0xff);
  }
}
