package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.weights.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SwinIR against the code of its authors and of DCPT's: the reference, in double precision, has to
 * be exactly as far from their single precision as they say theirs in double is.
 */
class ReferenceSwinIrTest {

  private static final double DOUBLE_ROUNDING = 1e-11;

  @ParameterizedTest
  @ValueSource(strings = {"swinir_small", "swinir_short_list"})
  void theFormOfTheDcptReleaseRestoresAndClassifiesAsItsCodeDoes(String name) throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared(name + ".safetensors");
    ReferenceOps ops = new ReferenceOps(vectors.weights());
    SwinIr network = vectors.swinIr();

    Features<ReferenceTensor> features = network.features(ops, image(vectors.tensor("input")));
    assertThat(largestDifference(features.restored().toDoubles(), vectors.tensor("output").data()))
        .isCloseTo(vectors.outputError(), within(DOUBLE_ROUNDING));
    requireStages(features, vectors, "");

    ReferenceTensor square = image(vectors.tensor("square.input"));
    Features<ReferenceTensor> squareFeatures = network.features(ops, square);
    assertThat(
            largestDifference(
                squareFeatures.restored().toDoubles(), vectors.tensor("square.output").data()))
        .isLessThan(1e-6);
    requireStages(squareFeatures, vectors, "square.");
    ReferenceTensor logits = vectors.classifier().logits(ops, squareFeatures.stages(), square);
    assertThat(largestDifference(logits.toDoubles(), vectors.tensor("dc.logits").data()))
        .isLessThan(2e-5);
    List<ReferenceTensor> stored =
        vectors.stages("square.").stream().map(stage -> featureMap(stage, square)).toList();
    assertThat(
            largestDifference(
                vectors.classifier().logits(ops, stored, square).toDoubles(),
                vectors.tensor("dc.logits").data()))
        .isCloseTo(vectors.logitsError(), within(DOUBLE_ROUNDING));
  }

  private static void requireStages(
      Features<ReferenceTensor> features, ReferenceVectors vectors, String prefix) {
    List<Tensor> stages = vectors.stages(prefix);
    assertThat(features.stages()).hasSameSizeAs(stages);
    for (int i = 0; i < stages.size(); i++) {
      ReferenceTensor stage = features.stages().get(i);
      ReferenceTensor expected = featureMap(stages.get(i), stage);
      assertThat(stage).hasToString(expected.toString());
      // Values go up to 40, of which a float holds 2e-6; six layers add up.
      assertThat(largestDifference(stage.toDoubles(), expected.toFloats())).isLessThan(5e-5);
    }
  }

  @Test
  void thePublishedFormRestoresAsItsAuthorsCodeDoes() throws IOException {
    requireOriginal(ReferenceVectors.bundled("swinir_orig_1layer_rect.safetensors"), 4);
  }

  @ParameterizedTest
  @CsvSource({
    "swinir_orig_w8, 3",
    "swinir_orig_w7_gray, 3",
    "swinir_orig_w7_color, 2",
    "swinir_orig_noshift, 2",
    "swinir_orig_options, 2"
  })
  void thePublishedFormRestoresAsItsAuthorsCodeDoes(String name, int sizes) throws IOException {
    requireOriginal(ReferenceVectors.shared("original/" + name + ".safetensors"), sizes);
  }

  private static void requireOriginal(ReferenceVectors vectors, int sizes) {
    ReferenceOps ops = new ReferenceOps(vectors.weights());
    for (int i = 0; i < sizes; i++) {
      String suffix = i == 0 ? "" : "." + i;
      ReferenceTensor restored =
          vectors.swinIr().restore(ops, image(vectors.tensor("input" + suffix)));
      assertThat(largestDifference(restored.toDoubles(), vectors.tensor("output" + suffix).data()))
          .as("input %d", i)
          .isCloseTo(vectors.outputError(suffix), within(DOUBLE_ROUNDING));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"swinir_orig_w8", "swinir_orig_w7_gray"})
  void theFirstLayerOfThePublishedFormGivesWhatTheTraceHolds(String name) throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared("original/" + name + ".safetensors");
    SwinIr one =
        new SwinIr(
            vectors.swinIr().embedDim(),
            vectors.swinIr().depths().subList(0, 1),
            vectors.swinIr().heads().subList(0, 1),
            vectors.swinIr().window(),
            vectors.swinIr().mlpRatio(),
            vectors.swinIr().imageRange(),
            vectors.swinIr().form(),
            vectors.swinIr().options());

    ReferenceTensor stage =
        one.features(new ReferenceOps(vectors.weights()), image(vectors.tensor("input")))
            .stages()
            .get(0);

    float[] expected = featureMap(vectors.tensor("trace.layers.0"), stage).toFloats();
    assertThat(largestDifference(stage.toDoubles(), expected)).isLessThan(5e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".1", ".2"})
  void theOfficialProgramsPaddingGivesItsResult(String suffix) throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared("original/swinir_orig_w8.safetensors");
    ReferenceTensor image = image(vectors.tensor("input" + suffix));
    int height = (image.height() / 8 + 1) * 8;
    int width = (image.width() / 8 + 1) * 8;
    ReferenceTensor mirrored =
        ReferenceTensor.generate(
            image.batch(),
            3,
            height,
            width,
            (n, c, y, x) -> image.at(n, c, mirror(y, image.height()), mirror(x, image.width())));

    ReferenceOps ops = new ReferenceOps(vectors.weights());
    ReferenceTensor restored = ops.cropLike(vectors.swinIr().restore(ops, mirrored), image);

    assertThat(
            largestDifference(
                restored.toDoubles(), vectors.tensor("script_output" + suffix).data()))
        .isLessThan(1e-6);
  }

  private static int mirror(int place, int size) {
    return place < size ? place : 2 * size - 1 - place;
  }

  @Test
  void aPositionEmbeddingFitsOneSizeOnly() throws IOException {
    ReferenceVectors vectors = ReferenceVectors.shared("original/swinir_orig_options.safetensors");
    ReferenceTensor image = ReferenceTensor.of(1, 3, 8, 8, new float[3 * 8 * 8]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vectors.swinIr().restore(new ReferenceOps(vectors.weights()), image))
        .withMessageContaining("absolute_pos_embed");
  }

  private static ReferenceTensor image(Tensor stored) {
    List<Integer> shape = stored.shape();
    return ReferenceTensor.of(
        shape.get(0), shape.get(1), shape.get(2), shape.get(3), stored.data());
  }

  /** Tokens [N, H W, C] as a feature map of the size of another. */
  private static ReferenceTensor featureMap(Tensor tokens, ReferenceTensor sized) {
    int channels = tokens.shape().get(2);
    int width = sized.width();
    int pixels = tokens.shape().get(1);
    return ReferenceTensor.generate(
        sized.batch(),
        channels,
        sized.height(),
        width,
        (n, c, y, x) -> tokens.data()[(n * pixels + y * width + x) * channels + c]);
  }

  private static double largestDifference(double[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected).doesNotContain(Double.NaN);
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
    }
    return largest;
  }
}
