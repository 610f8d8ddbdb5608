package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.AuthorsArguments;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.network.swinir.SwinIr.Form;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions;
import io.github.dcpt4j.exporter.network.swinir.SwinIrOptions.Residual;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DjlSwinIrTest {

  private static final Closeness TO_REFERENCE = new Closeness(5e-5, 1e-4);

  @ParameterizedTest
  @ValueSource(strings = {"swinir_small", "swinir_short_list"})
  void theFormOfTheDcptReleaseMeetsOutputsFeaturesAndLogits(String name) {
    ReferenceVectors vectors = ReferenceVectors.shared(name + ".safetensors");
    JsonNode info = vectors.metadata("info");
    SwinIr network = AuthorsArguments.swinIr(info.get("kwargs"), Form.DCPT);
    DegradationClassifier classifier = AuthorsArguments.classifier(info.get("dc").get("kwargs"));

    for (String prefix : List.of("", "square.")) {
      Tensor input = vectors.tensor(prefix + "input");
      DjlModel actual =
          DjlModel.run(
              network,
              classifier,
              layout(network, classifier),
              vectors.weights(),
              input.data(),
              shape(input));

      Closeness.OUTPUT.check(
          prefix + "output", actual.output(), vectors.tensor(prefix + "output").data());
      int levels = actual.stages().size();
      for (int i = 0; i < levels; i++) {
        Tensor tokens = vectors.tensor(prefix + "feature." + i);
        Closeness.FEATURE.check(
            prefix + "feature " + i, actual.stages().get(levels - 1 - i), asMap(tokens));
      }
      if (!prefix.isEmpty()) {
        Closeness.OUTPUT.check("logits", actual.logits(), vectors.tensor("dc.logits").data());
      }
    }
  }

  private static float[] asMap(Tensor tokens) {
    int pixels = tokens.shape().get(1);
    int channels = tokens.shape().get(2);
    float[] map = new float[tokens.data().length];
    for (int i = 0; i < map.length; i++) {
      int image = i / (pixels * channels);
      int channel = i / pixels % channels;
      map[i] = tokens.data()[(image * pixels + i % pixels) * channels + channel];
    }
    return map;
  }

  @ParameterizedTest
  @CsvSource({
    "swinir_orig_w8, 3",
    "swinir_orig_w7_gray, 3",
    "swinir_orig_w7_color, 2",
    "swinir_orig_1layer_rect, 4",
    "swinir_orig_noshift, 2",
    "swinir_orig_options, 2"
  })
  void thePublishedFormMeetsOutputs(String name, int sizes) {
    ReferenceVectors vectors = ReferenceVectors.shared("original/" + name + ".safetensors");
    SwinIr network = AuthorsArguments.swinIr(vectors.metadata("info").get("kwargs"), Form.ORIGINAL);
    List<Parameter> layout = ModelSummary.of(ModelDefinition.of(network)).parameters();
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, vectors.weights())) {
      for (int i = 0; i < sizes; i++) {
        String suffix = i == 0 ? "" : "." + i;
        Tensor input = vectors.tensor("input" + suffix);
        NDArray image = manager.create(input.data(), shape(input));
        NDArray restored = network.restore(new DjlOps(parameters.views()), image);
        assertThat(restored.getShape()).isEqualTo(image.getShape());
        Closeness.OUTPUT.check(
            "output " + i, restored.toFloatArray(), vectors.tensor("output" + suffix).data());
      }
    }
  }

  static Stream<Arguments> networks() {
    List<Integer> two = List.of(2, 2);
    SwinIrOptions usual = SwinIrOptions.DEFAULT;
    SwinIrOptions unusual =
        new SwinIrOptions(3, Residual.THREE_CONVOLUTIONS, false, false, false, List.of(64, 64));
    List<Integer> sixTwos = Collections.nCopies(6, 2);
    return Stream.of(
        Arguments.of(new SwinIr(4, sixTwos, sixTwos, 2, 2, 1, Form.DCPT, usual), 1, 16, 18),
        Arguments.of(new SwinIr(6, sixTwos, sixTwos, 5, 1.5, 2, Form.DCPT, unusual), 2, 10, 15),
        Arguments.of(new SwinIr(6, two, List.of(2, 3), 5, 2, 255, Form.ORIGINAL, usual), 3, 7, 13),
        Arguments.of(new SwinIr(4, two, two, 8, 2, 1, Form.ORIGINAL, unusual), 2, 5, 16));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithTheReferenceOnOtherNetworksBatchesAndSizes(
      SwinIr network, int batch, int height, int width) {
    DegradationClassifier classifier = DegradationClassifier.fitting(network, 1, 4);
    List<Parameter> layout = layout(network, classifier);
    Weights weights = RandomWeights.of(layout, 3);
    float[] image = RandomWeights.values(batch * 3 * height * width, 5);

    DjlModel actual =
        DjlModel.run(
            network, classifier, layout, weights, image, new Shape(batch, 3, height, width));

    ReferenceOps ops = new ReferenceOps(weights);
    ReferenceTensor input = ReferenceTensor.of(batch, 3, height, width, image);
    Features<ReferenceTensor> features = network.features(ops, input);
    TO_REFERENCE.check("output", actual.output(), features.restored().toFloats());
    TO_REFERENCE.check(
        "logits", actual.logits(), classifier.logits(ops, features.stages(), input).toFloats());
  }

  @Test
  void aSizeThatDoesNotDivideIntoWindowsIsRefused() {
    SwinIr network =
        new SwinIr(
            4,
            Collections.nCopies(5, 1),
            Collections.nCopies(5, 1),
            4,
            2,
            1,
            Form.DCPT,
            SwinIrOptions.DEFAULT);
    DegradationClassifier classifier = DegradationClassifier.fitting(network, 0, 2);
    List<Parameter> layout = layout(network, classifier);
    Weights weights = RandomWeights.of(layout, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                DjlModel.run(
                    network,
                    classifier,
                    layout,
                    weights,
                    new float[3 * 8 * 6],
                    new Shape(1, 3, 8, 6)))
        .withMessageContaining("windows of 4 pixels");
  }

  private static Shape shape(Tensor tensor) {
    return new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray());
  }

  private static List<Parameter> layout(SwinIr network, DegradationClassifier classifier) {
    List<String> labels =
        IntStream.range(0, classifier.classes()).mapToObj(Integer::toString).toList();
    return ModelSummary.of(ModelDefinition.of(network, classifier, labels)).parameters();
  }
}
