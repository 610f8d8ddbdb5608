package io.github.dcpt4j.sdk.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.error.PictureException.Kind;
import io.github.dcpt4j.sdk.image.Layout;
import io.github.dcpt4j.sdk.image.Noise;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.ReadLimits;
import io.github.dcpt4j.sdk.image.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each refusal has a kind, so that a server can answer it with the right status. */
class RefusalTest {
  private static final PictureCodec CODEC = new PictureCodec();

  @TempDir private Path folder;

  @Test
  void aFileThatIsMissingEmptyOrAFolder() throws IOException {
    assertKind(Kind.MISSING, () -> CODEC.read(folder.resolve("none.png")));
    assertKind(Kind.EMPTY, () -> CODEC.read(Files.createFile(folder.resolve("empty.png"))));
    assertKind(Kind.EMPTY, () -> CODEC.decode(new byte[0]));
    assertKind(Kind.UNSUITABLE, () -> CODEC.read(folder));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "GIF|GIF89a........",
        "HEIC|....ftypheic....",
        "HEIC|....ftypmif1....",
        "AVIF|....ftypavif....",
        "PDF|%PDF-1.7",
        "SVG|<svg xmlns='http://www.w3.org/2000/svg'>",
        "SVG|<?xml version='1.0'?> <!-- drawn --> <svg width='1'>",
        "Photoshop|8BPS........",
        "BigTIFF|II+\u0000...."
      })
  void formatsThatAreNotReadAreNamed(String name, String content) {
    PictureException refusal =
        assertKind(
            Kind.UNKNOWN_FORMAT, () -> CODEC.decode(content.getBytes(StandardCharsets.ISO_8859_1)));
    assertThat(refusal)
        .hasMessageStartingWith(name + " is not supported")
        .hasMessageContaining("PNG");
  }

  @Test
  void anythingElseIsNoPicture() {
    PictureException refusal =
        assertKind(
            Kind.UNKNOWN_FORMAT, () -> CODEC.decode("only words".getBytes(StandardCharsets.UTF_8)));
    assertThat(refusal).hasMessageContaining("not a picture");
    assertKind(
        Kind.UNKNOWN_FORMAT, () -> CODEC.write(Noise.picture(1, 1), folder.resolve("a.xyz")));
  }

  @ParameterizedTest
  @CsvSource({
    "refused-pq.png", "refused-animated.png", "refused-animated.webp", "refused-cmyk.jpg",
    "refused-cmyk.tif", "refused-lab.tif", "refused-32.tif", "refused-double.tif",
    "refused-hdr.tif", "refused-nan.tif"
  })
  void variantsThatAreNotReadAreUnsupported(String name) {
    assertKind(Kind.UNSUPPORTED, () -> CODEC.decode(Scene.file(name)));
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatIsCutOffIsDamaged(PictureFormat format) {
    byte[] whole = CODEC.encode(Noise.picture(40, 30), format);
    assertKind(Kind.DAMAGED, () -> CODEC.decode(Arrays.copyOf(whole, whole.length * 2 / 3)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TIFF")
  void aHeaderBeyondTheLimitIsTooLargeEvenIfTheFileIsCutOff(PictureFormat format) {
    byte[] whole = CODEC.encode(Noise.picture(400, 300), format);
    PictureCodec strict = CODEC.withLimits(ReadLimits.defaults().withPixels(119_999));
    assertKind(Kind.TOO_LARGE, () -> strict.decode(whole));
    assertKind(Kind.TOO_LARGE, () -> strict.decode(Arrays.copyOf(whole, whole.length / 2)));
  }

  @Test
  void aFileBeyondTheLimitIsTooLarge() {
    PictureCodec strict = CODEC.withLimits(ReadLimits.defaults().withFileBytes(99));
    assertKind(Kind.TOO_LARGE, () -> strict.decode(new byte[100]));
  }

  @Test
  void aTransparentPictureIsUnsupportedByJpeg() {
    Picture glass = Picture.of(1, 1, 4, Layout.INTERLEAVED, new byte[] {1, 2, 3, 4});
    assertKind(Kind.UNSUPPORTED, () -> CODEC.encode(glass, PictureFormat.JPEG));
  }

  @Test
  void aTargetThatCannotBeWrittenIsAMatterOfAccess() {
    assertKind(Kind.ACCESS, () -> CODEC.write(Noise.picture(1, 1), folder.resolve("no/a.png")));
  }

  private static PictureException assertKind(Kind kind, ThrowingCallable action) {
    PictureException refusal = catchThrowableOfType(PictureException.class, action);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    assertThat(refusal.getMessage()).doesNotContain("\n");
    return refusal;
  }
}
