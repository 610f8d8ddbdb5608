package io.github.dcpt4j.sdk.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.sdk.image.Picture;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageQualityTest {
  private static final double RGB_PSNR_TOLERANCE = 1e-6;
  private static final double Y_PSNR_TOLERANCE = 5e-4;
  private static final double SSIM_TOLERANCE = 1e-6;

  static Stream<String> referencePairs() {
    return IntStream.range(0, 7).mapToObj(i -> "pair." + i);
  }

  @ParameterizedTest
  @MethodSource("referencePairs")
  void agreesWithTheReferenceOnPairsOf8BitPictures(String pair) throws IOException {
    Safetensors tensors = new Safetensors(reference("metrics.safetensors"));
    JsonNode expected = expected().required(pair);
    Picture a = picture(tensors, pair + ".a", 255);
    Picture b = picture(tensors, pair + ".b", 255);
    for (int crop : new int[] {0, 4}) {
      String prefix = "_crop" + crop;
      ImageQuality rgb = ImageQuality.rgb().withCrop(crop);
      ImageQuality y = ImageQuality.y().withCrop(crop);
      assertSame(rgb.psnr(a, b), expected.required("psnr" + prefix + "_rgb"), RGB_PSNR_TOLERANCE);
      assertSame(y.psnr(a, b), expected.required("psnr" + prefix + "_y"), Y_PSNR_TOLERANCE);
      assertSame(rgb.ssim(a, b), expected.required("ssim" + prefix + "_rgb"), SSIM_TOLERANCE);
      assertSame(y.ssim(a, b), expected.required("ssim" + prefix + "_y"), SSIM_TOLERANCE);
    }
  }

  @Test
  void agreesWithTheReferenceOnARealValuedResult() throws IOException {
    Safetensors tensors = new Safetensors(reference("metrics.safetensors"));
    JsonNode expected = expected().required("float");
    Picture result = picture(tensors, "float.result", 1);
    Picture truth = picture(tensors, "float.gt", 1);

    ImageQuality rgb = ImageQuality.rgb();
    ImageQuality y = ImageQuality.y();
    assertSame(rgb.psnr(result, truth), expected.required("psnr_rgb"), RGB_PSNR_TOLERANCE);
    assertSame(rgb.ssim(result, truth), expected.required("ssim_rgb"), SSIM_TOLERANCE);
    assertSame(y.psnr(result, truth), expected.required("psnr_y"), Y_PSNR_TOLERANCE);
    assertSame(y.ssim(result, truth), expected.required("ssim_y"), SSIM_TOLERANCE);
  }

  @Test
  void oneStepInEverySampleIsTwentyTimesTheLogarithmOf255() {
    Picture a = flat(12, 11, 100);
    Picture b = flat(12, 11, 101);
    assertThat(ImageQuality.rgb().psnr(a, b)).isCloseTo(20 * Math.log10(255), within(1e-12));
  }

  @Test
  void equalPicturesAreInfinitelyGoodAndWhollySimilar() {
    Picture a = flat(11, 11, 7);
    assertThat(ImageQuality.rgb().psnr(a, a)).isInfinite().isPositive();
    assertThat(ImageQuality.y().ssim(a, a)).isEqualTo(1);
  }

  @Test
  void picturesBelowTheWindowHaveNoSimilarity() {
    Picture small = flat(30, 10, 7);
    Picture cropped = flat(30, 18, 7);
    assertThat(ImageQuality.rgb().ssim(small, small)).isNaN();
    assertThat(ImageQuality.rgb().withCrop(4).ssim(cropped, cropped)).isNaN();
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Picture a = flat(8, 9, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageQuality.rgb().psnr(a, flat(9, 8, 0)))
        .withMessageContaining("differ in size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ImageQuality.y().withCrop(4).psnr(a, a))
        .withMessageContaining("leaves nothing");
    assertThatIllegalArgumentException().isThrownBy(() -> ImageQuality.rgb().withCrop(-1));
  }

  private static void assertSame(double actual, JsonNode expected, double tolerance) {
    switch (expected.asText()) {
      case "inf" -> assertThat(actual).isEqualTo(Double.POSITIVE_INFINITY);
      case "nan" -> assertThat(actual).isNaN();
      default -> assertThat(actual).isCloseTo(expected.doubleValue(), within(tolerance));
    }
  }

  private static Picture flat(int width, int height, int value) {
    byte[] samples = new byte[3 * width * height];
    Arrays.fill(samples, (byte) value);
    return Picture.ofBytes(width, height, samples);
  }

  private static Picture picture(Safetensors tensors, String name, float white) {
    float[] values = tensors.floats(name);
    for (int i = 0; i < values.length; i++) {
      values[i] /= white;
    }
    int[] shape = tensors.shape(name);
    int height = shape[shape.length - 2];
    int width = shape[shape.length - 1];
    return Picture.fromPlanes(FloatBuffer.wrap(values), width, height, width, height);
  }

  private static JsonNode expected() throws IOException {
    return new ObjectMapper().readTree(reference("metrics.json").toFile());
  }

  private static Path reference(String name) {
    Path path = Path.of(System.getProperty("dcpt4j.shared", "absent"), "reference", name);
    assumeTrue(Files.exists(path), "the reference vectors are not here: " + path);
    return path;
  }
}
