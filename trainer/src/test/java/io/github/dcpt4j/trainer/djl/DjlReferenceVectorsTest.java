package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.AuthorsArguments;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks with the training back end against what their authors' code gives. */
class DjlReferenceVectorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nafnet_small.safetensors",
        "nafnet_multi.safetensors",
        "restormer_small.safetensors",
        "promptir_small.safetensors.gz"
      })
  void meetsTheAuthorsOutputsFeaturesAndLogits(String name) {
    ReferenceVectors vectors = ReferenceVectors.shared(name);
    RestorationNetwork network = vectors.network();
    DegradationClassifier classifier = vectors.classifier();
    Tensor input = vectors.tensor("input");

    DjlModel actual =
        DjlModel.run(
            network,
            classifier,
            DjlModel.layout(network, classifier),
            vectors.weights(),
            input.data(),
            new Shape(input.shape().stream().mapToLong(Integer::longValue).toArray()));

    Closeness.OUTPUT.check("output", actual.output(), vectors.tensor("output").data());
    Closeness.OUTPUT.check("logits", actual.logits(), vectors.tensor("dc.logits").data());
    int levels = actual.stages().size();
    for (int i = 0; i < levels; i++) {
      Closeness.FEATURE.check(
          "feature " + i,
          actual.stages().get(levels - 1 - i),
          vectors.tensor("feature." + i).data());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nafnet_tlsc, output, 32, false",
    "nafnet_tlsc, plain_output, 0, false",
    "nafnet_tlsc, fast_output, 32, true",
    "original/nafnet_orig_small, output, 0, false",
    "original/nafnet_orig_4level, output, 0, false",
    "original/nafnet_orig_local, output, 24, false",
    "original/nafnet_orig_local, plain_output, 0, false",
    "original/nafnet_orig_local, fast_output, 24, true",
    "original/baseline_orig_small, output, 0, false",
  })
  void meetsTheAuthorsOutputsOfEveryForm(
      String file, String output, int trainingSide, boolean fast) {
    ReferenceVectors vectors = ReferenceVectors.shared(file + ".safetensors");
    List<Integer> trainingSize =
        trainingSide == 0 ? List.of() : List.of(trainingSide, trainingSide);
    RestorationNetwork network =
        AuthorsArguments.network(vectors.metadata("info"), trainingSize, fast);
    Weights weights = vectors.network("param");
    List<Parameter> layout = ModelSummary.of(ModelDefinition.of(network)).networkParameters();
    List<String> numbers = vectors.numbers(output);
    assertThat(numbers).hasSizeGreaterThan(1);
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, weights)) {
      if (hasTwentyFourChannels(layout)) {
        NativeConvolutions.assumeRightWithTwentyFourChannels(manager);
      }
      for (String number : numbers) {
        Tensor input = vectors.tensor("input" + number);
        long[] shape = input.shape().stream().mapToLong(Integer::longValue).toArray();
        NDArray image = manager.create(input.data(), new Shape(shape));
        NDArray restored = network.restore(new DjlOps(parameters.views()), image);
        assertThat(restored.getShape()).isEqualTo(image.getShape());
        float[] expected = vectors.tensor(output + number).data();
        Closeness.OUTPUT.check(output + number, restored.toFloatArray(), expected);
      }
    }
  }

  private static boolean hasTwentyFourChannels(List<Parameter> layout) {
    return layout.stream()
        .map(Parameter::shape)
        .anyMatch(shape -> shape.size() == 4 && shape.get(1) == 24 && shape.get(2) > 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"restormer_withbias", "restormer_origin_small"})
  void meetsTheAuthorsOutputsOfNetworksWithoutHead(String name) {
    ReferenceVectors vectors = ReferenceVectors.shared(name + ".safetensors");
    checkRestored(vectors, "input", "output");
  }

  @ParameterizedTest
  @ValueSource(strings = {"biasfree", "withbias", "bias_true", "dualpixel", "gray"})
  void meetsTheOutputsOfRestormersOwnAuthors(String name) {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/restormer_orig_" + name + ".safetensors");
    checkRestored(vectors, "input", "output");
    checkRestored(vectors, "input.1", "output.1");
  }

  @Test
  void meetsTheOutputsOfPromptIrsOwnAuthors() {
    ReferenceVectors vectors =
        ReferenceVectors.shared("original/promptir_orig_small.safetensors.gz");
    checkRestored(vectors, "input", "output");
    checkRestored(vectors, "input.1", "output.1");
  }

  @Test
  void meetsTheOutputOfAPictureForWhichPromptsAreEnlarged() {
    ReferenceVectors vectors = ReferenceVectors.shared("promptir_small.safetensors.gz");
    checkRestored(vectors, "extra.upsample.input", "extra.upsample.output");
  }

  private static void checkRestored(ReferenceVectors vectors, String given, String expected) {
    RestorationNetwork network = vectors.network();
    List<Parameter> layout = ModelSummary.of(ModelDefinition.of(network)).parameters();
    Tensor input = vectors.tensor(given);
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, vectors.weights())) {
      NDArray image =
          manager.create(
              input.data(),
              new Shape(input.shape().stream().mapToLong(Integer::longValue).toArray()));
      NDArray restored = network.restore(new DjlOps(parameters.views()), image);
      Closeness.OUTPUT.check(expected, restored.toFloatArray(), vectors.tensor(expected).data());
    }
  }
}
