package io.github.dcpt4j.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.image.Picture;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestNoiseTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void normalsAreThoseOfNumPysLegacyGenerator(int seed) throws IOException {
    JsonNode vectors = new ObjectMapper().readTree(reference("noise_rng.json").toFile());
    JsonNode expected = vectors.get("seed_%d_first_32_standard_normals".formatted(seed));
    TestNoise.PolarNormals normals = new TestNoise.PolarNormals(seed);

    assertThat(expected).hasSize(32);
    for (JsonNode value : expected) {
      // Logarithms of two libraries may differ in the last bit of a double, far below a float's.
      assertThat(normals.next()).isCloseTo(value.asDouble(), within(1e-15));
    }
  }

  @Test
  void noiseOfTheOfficialTestIsMetBitForBit() {
    SafeTensors vectors = SafeTensors.read(reference("noise_sigma25.safetensors"));
    Picture clean = picture(vectors.weights().get("gt"));
    Tensor expected = vectors.weights().get("lq");
    FloatBuffer noisy = FloatBuffer.allocate(expected.data().length);

    new TestNoise(25).addTo(clean).toPlanes(noisy);

    assertThat(noisy.array()).containsExactly(expected.data());
  }

  @Test
  void everyPictureOfASizeGetsTheSameNoise() {
    Picture grey = Picture.ofBytes(2, 1, new byte[] {1, 2, 3, 4, 5, 6});

    assertThat(new TestNoise(25).addTo(grey)).isEqualTo(new TestNoise(25).addTo(grey));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesASigmaThatIsNotPositive(double sigma) {
    assertThatThrownBy(() -> new TestNoise(sigma)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Picture picture(Tensor planes) {
    int height = planes.shape().get(1);
    int width = planes.shape().get(2);
    return Picture.fromPlanes(FloatBuffer.wrap(planes.data()), width, height, width, height);
  }

  private static Path reference(String name) {
    Path file = Path.of(System.getProperty("dcpt4j.shared", ""), "reference", name);
    assumeTrue(Files.exists(file), "the reference vectors are not at hand");
    return file;
  }
}
