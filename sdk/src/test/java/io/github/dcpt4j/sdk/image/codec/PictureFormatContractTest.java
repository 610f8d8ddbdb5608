package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Abilities;
import io.github.dcpt4j.sdk.image.Abilities.Carried;
import io.github.dcpt4j.sdk.image.Layout;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.SampleType;
import io.github.dcpt4j.sdk.image.Scene;
import io.github.dcpt4j.sdk.image.metadata.Metadata;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every format in the registry keeps to, whichever it is. */
class PictureFormatContractTest {
  private static final PictureCodec CODEC = new PictureCodec();
  private static final int WIDTH = 7;
  private static final int HEIGHT = 5;

  @ParameterizedTest
  @EnumSource
  void itsNameMediaTypeAndExtensionsAreItsOwn(PictureFormat format) {
    assertThat(format.label()).isNotBlank();
    assertThat(format.mediaType()).matches("image/[a-z0-9.+-]+");
    for (String extension : format.extensions()) {
      assertThat(PictureFormat.ofName(Path.of("a." + extension.toUpperCase(Locale.ROOT))))
          .isEqualTo(format);
    }
    assertThat(PictureFormat.allLabels()).contains(format.label());
    assertThat(
            Arrays.stream(PictureFormat.values())
                .filter(other -> other.label().equals(format.label())))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatItWritesIsRecognisedAndInspected(PictureFormat format) {
    byte[] written = CODEC.encode(Noise.picture(WIDTH, HEIGHT), format);
    assertThat(PictureFormat.ofContent(ByteBuffer.wrap(written))).contains(format);
    PictureInfo info = CODEC.inspect(written);
    assertThat(info.format()).isEqualTo(format);
    assertThat(info.width()).isEqualTo(WIDTH);
    assertThat(info.height()).isEqualTo(HEIGHT);
    assertThat(info.decodedBytes()).isGreaterThanOrEqualTo(3L * WIDTH * HEIGHT);
  }

  @ParameterizedTest
  @EnumSource
  void whatItCanHoldComesBack(PictureFormat format) {
    Abilities abilities = format.abilities();
    for (SampleType type : SampleType.values()) {
      for (int channels = 1; channels <= 4; channels++) {
        Picture picture = noise(channels).as(type);
        if (picture.alpha().isPresent() && !abilities.alpha()) {
          assertThatExceptionOfType(PictureException.class)
              .isThrownBy(() -> CODEC.encode(picture, format))
              .satisfies(e -> assertThat(e.kind()).isEqualTo(PictureException.Kind.UNSUPPORTED));
        } else {
          assertComesBack(picture, format);
        }
      }
    }
  }

  private static void assertComesBack(Picture picture, PictureFormat format) {
    Abilities abilities = format.abilities();
    Picture back = CODEC.decode(CODEC.encode(picture, format));
    SampleType type = abilities.nearest(picture.sampleType());
    assertThat(back.sampleType()).isEqualTo(type);
    if (picture.alpha().isEmpty()) {
      assertThat(back.isGrey()).isEqualTo(picture.isGrey() && abilities.grey());
    }
    assertThat(back.alpha()).isEqualTo(picture.as(type).alpha());
    if (abilities.lossless()) {
      assertThat(back.toFloats()).isEqualTo(picture.as(type).toFloats());
    }
  }

  @ParameterizedTest
  @EnumSource
  void profileAndExifComeBackWhereItCarriesThem(PictureFormat format) {
    Metadata metadata = CODEC.decode(Scene.file("described.png")).metadata();
    Picture picture = Noise.picture(WIDTH, HEIGHT).withMetadata(metadata);
    Metadata back = CODEC.decode(CODEC.encode(picture, format)).metadata();
    assertThat(back.iccProfile().isPresent())
        .isEqualTo(format.abilities().carries(Carried.PROFILE));
    assertThat(back.exif().isPresent()).isEqualTo(format.abilities().carries(Carried.EXIF));
    if (back.iccProfile().isPresent()) {
      assertThat(back.iccProfile()).hasValue(metadata.iccProfile().orElseThrow());
    }
  }

  private static Picture noise(int channels) {
    byte[] samples =
        Arrays.copyOf(Noise.picture(4 * WIDTH, HEIGHT).toBytes(), channels * WIDTH * HEIGHT);
    return Picture.of(WIDTH, HEIGHT, channels, Layout.INTERLEAVED, samples);
  }
}
