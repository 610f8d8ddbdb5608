package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Scene;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads files that other programs have made. */
class ReadingTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final double LOSSY = 6 / 255.0;

  // The scene's values have a byte repeated and 1 added, so that 8 bits miss them by 1 / 65535.
  private static final double OF_8_BITS = 1.1 / 65535;
  private static final double OF_16_BITS = 0.01 / 65535;
  private static final double OF_HALF_FLOATS = 1 / 2048.0;

  @ParameterizedTest
  @CsvSource({
    "rgb-8.png, UINT8",
    "rgb-16.png, UINT16",
    "rgb-8.tif, UINT8",
    "rgb-16.tif, UINT16",
    "rgb-float.tif, FLOAT32",
    "rgb-tiled-16.tif, UINT16",
    "rgb-planar-16.tif, UINT16",
    "rgb-big-endian-16.tif, UINT16",
    "two-pages.tif, UINT8",
    "palette.tif, UINT8",
    "palette-4.png, UINT8",
    "palette-8.png, UINT8",
    "rgb.bmp, UINT8",
    "palette.bmp, UINT8",
    "run-lengths.bmp, UINT8"
  })
  void coloursKeepTheirDepth(String name, SampleType type) {
    Picture picture = read(name);
    assertThat(picture.sampleType()).isEqualTo(type);
    assertThat(picture.isGrey()).isFalse();
    assertThat(picture.alpha()).isEmpty();
    Scene.assertColours(picture, type == SampleType.UINT8 ? OF_8_BITS : OF_16_BITS);
  }

  @ParameterizedTest
  @CsvSource({
    "grey-8.png, UINT8",
    "grey-16.png, UINT16",
    "grey-8.tif, UINT8",
    "grey-16.tif, UINT16",
    "grey-float.tif, FLOAT32",
    "white-is-zero.tif, UINT8",
    "grey.bmp, UINT8"
  })
  void greyStaysGreyAndKeepsItsDepth(String name, SampleType type) {
    Picture picture = read(name);
    assertThat(picture.sampleType()).isEqualTo(type);
    assertThat(picture.isGrey()).isTrue();
    assertThat(picture.alpha()).isEmpty();
    Scene.assertColours(picture, type == SampleType.UINT8 ? OF_8_BITS : OF_16_BITS);
  }

  @ParameterizedTest
  @CsvSource({
    "rgba-8.png, UINT8, false",
    "rgba-16.png, UINT16, false",
    "rgba-8.tif, UINT8, false",
    "rgba-16.tif, UINT16, false",
    "rgba-float.tif, FLOAT32, false",
    "rgba.webp, UINT8, false",
    "rgba.bmp, UINT8, false",
    "palette-alpha-8.png, UINT8, false",
    "grey-alpha-8.png, UINT8, true",
    "grey-alpha-16.png, UINT16, true",
    "grey-alpha-8.tif, UINT8, true",
    "grey-alpha-16.tif, UINT16, true",
    "grey-alpha-float.tif, FLOAT32, true"
  })
  void alphaIsKeptBesideStraightColours(String name, SampleType type, boolean grey) {
    Picture picture = read(name);
    assertThat(picture.sampleType()).isEqualTo(type);
    assertThat(picture.isGrey()).isEqualTo(grey);
    double tolerance = type == SampleType.UINT8 ? OF_8_BITS : OF_16_BITS;
    Scene.assertColours(picture, tolerance);
    Scene.assertAlpha(picture, type == SampleType.UINT8 ? 1.1 / 255 : OF_16_BITS);
  }

  @Test
  void premultipliedColoursBecomeStraight() {
    Picture picture = read("rgba-associated-16.tif");
    Scene.assertColours(picture, 4 / 65535.0);
    Scene.assertAlpha(picture, OF_16_BITS);
  }

  @ParameterizedTest
  @CsvSource({"rgb-key-8.png", "rgb-key-16.png", "grey-key-8.png", "grey-key-16.png"})
  void aTransparentColourBecomesAnAlpha(String name) {
    Picture picture = read(name);
    Scene.assertHole(picture);
    Scene.assertColours(picture, OF_8_BITS);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void fewBitsOfGreyAreSpreadOverEight(int bits) {
    Picture picture = read("grey-" + bits + ".png");
    assertThat(picture.isGrey()).isTrue();
    float[] samples = picture.toFloats();
    int values = 1 << bits;
    for (int block = 0; block < 6; block++) {
      assertThat(samples[3 * (Scene.y(block) * Scene.WIDTH + Scene.x(block))])
          .isEqualTo(block % values / (values - 1f));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "progressive.jpg",
    "quarter-chroma.jpg",
    "grey.jpg",
    "rgb-lossy.webp",
    "rgba-lossy.webp"
  })
  void lossyFilesShowTheSceneNearly(String name) {
    Picture picture = read(name);
    assertThat(picture.isGrey()).isEqualTo(name.startsWith("grey"));
    assertThat(picture.alpha().isPresent()).isEqualTo(name.startsWith("rgba"));
    Scene.assertColours(picture, name.startsWith("quarter") ? 3 * LOSSY : LOSSY);
  }

  @Test
  void halfFloatsAreFloats() {
    assertThat(read("rgb-half.tif").sampleType()).isEqualTo(SampleType.FLOAT32);
    Scene.assertColours(read("rgb-half.tif"), OF_HALF_FLOATS);
  }

  static Stream<String> turnedFiles() {
    return Stream.of("jpg", "png", "webp", "tif")
        .flatMap(
            extension ->
                IntStream.rangeClosed(1, 8)
                    .mapToObj(value -> "orientation-" + value + "." + extension));
  }

  @ParameterizedTest
  @MethodSource("turnedFiles")
  void everyOrientationIsApplied(String name) {
    Picture picture = read(name);
    Scene.assertColours(picture, name.endsWith("jpg") ? LOSSY : OF_8_BITS);
    assertThat(picture.metadata().exif()).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "refused-pq.png|high dynamic range (PQ or HLG)|convert",
        "refused-animated.png|animated|save one frame",
        "refused-animated.webp|animated|save one frame",
        "refused-cmyk.jpg|CMYK|convert it to RGB",
        "refused-cmyk.tif|CMYK|convert it to RGB",
        "refused-lab.tif|neither RGB nor grey|convert",
        "refused-32.tif|32 bits|convert it to 8 or 16 bits",
        "refused-double.tif|64 bits|floats of 32 bits",
        "refused-hdr.tif|floats outside 0 to 1|map its tones",
        "refused-nan.tif|not numbers|repair",
        "refused-infinite.tif|infinite|repair"
      })
  void whatCannotBeReadRightIsRefusedWithWhatToDo(String name, String why, String what) {
    assertThatExceptionOfType(PictureException.class)
        .isThrownBy(() -> read(name))
        .withMessageContaining(why)
        .withMessageContaining(what)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void streamsAreReadToTheirEnd() throws IOException {
    byte[] file = Scene.file("rgb-8.png");
    assertThat(CODEC.read(new ByteArrayInputStream(file))).isEqualTo(CODEC.decode(file));
    PictureCodec strict = CODEC.withLimits(ReadLimits.defaults().withFileBytes(file.length - 1));
    for (byte[] tooLong : List.of(file, new byte[1000])) {
      assertThatExceptionOfType(PictureException.class)
          .isThrownBy(() -> strict.read(new ByteArrayInputStream(tooLong)))
          .withMessageContaining("longer than the limit");
    }
  }

  private static Picture read(String name) {
    return CODEC.decode(Scene.file(name));
  }
}
