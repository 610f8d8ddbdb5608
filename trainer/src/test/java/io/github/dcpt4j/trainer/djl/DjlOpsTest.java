package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.Affine;
import io.github.dcpt4j.exporter.network.CoarseWindow;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.Ops;
import io.github.dcpt4j.exporter.network.Padding;
import io.github.dcpt4j.exporter.network.Parameter;
import io.github.dcpt4j.exporter.network.PromptIr;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.Restormer;
import io.github.dcpt4j.exporter.network.RestormerNorm;
import io.github.dcpt4j.exporter.network.Trunk;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.RandomWeights;
import io.github.dcpt4j.trainer.ReferenceVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DjlOpsTest {

  private static final Closeness TO_REFERENCE = new Closeness(2e-5, 5e-5);

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
            layout(network, classifier),
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
        ReferenceVectors.network(vectors.metadata("info"), trainingSize, fast);
    Weights weights = vectors.network("param");
    List<Parameter> layout = ModelSummary.of(ModelDefinition.of(network)).networkParameters();
    List<String> numbers = vectors.numbers(output);
    assertThat(numbers).hasSizeGreaterThan(1);
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, weights)) {
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

  static Stream<Arguments> networks() {
    Restormer.Builder restormer =
        Restormer.builder()
            .dim(4)
            .blocks(List.of(1, 0, 1, 1))
            .refinementBlocks(1)
            .heads(List.of(2, 1, 4, 8));
    return Stream.of(
        Arguments.of(restormer.build(), 1, 8, 8),
        Arguments.of(restormer.form(Restormer.Form.ORIGINAL).bias(true).build(), 2, 16, 24),
        Arguments.of(restormer.norm(RestormerNorm.BIAS_FREE).build(), 3, 24, 8),
        Arguments.of(smallPromptIr(), 2, 16, 24),
        Arguments.of(new NafNet(3, List.of(1), 0, List.of(1)), 1, 2, 2),
        Arguments.of(new NafNet(5, List.of(0, 2), 1, List.of(1, 0)), 2, 8, 12),
        Arguments.of(new NafNet(4, List.of(1, 1, 1), 2, List.of(1, 2, 1)), 3, 24, 8));
  }

  private static PromptIr smallPromptIr() {
    return PromptIr.builder()
        .blocks(List.of(0, 0, 0, 0))
        .refinementBlocks(0)
        .expansion(0.1)
        .stages(PromptIr.Stages.REDUCE_NOISE)
        .build();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void agreesWithTheReferenceOnOtherNetworksAndSizes(
      RestorationNetwork network, int batch, int height, int width) {
    DegradationClassifier classifier = DegradationClassifier.fitting(network, 1, 4);
    List<Parameter> layout = layout(network, classifier);
    Weights weights = RandomWeights.of(layout, 3);
    float[] image = RandomWeights.values(batch * 3 * height * width, 5);

    DjlModel actual =
        DjlModel.run(
            network, classifier, layout, weights, image, new Shape(batch, 3, height, width));

    ReferenceOps ops = new ReferenceOps(weights);
    ReferenceTensor input = ReferenceTensor.of(batch, 3, height, width, image);
    Trunk<ReferenceTensor> trunk = network.trunk(ops, input);
    requireClose("output", actual.output(), trunk.restored().toFloats());
    requireClose(
        "logits", actual.logits(), classifier.logits(ops, trunk.stages(), input).toFloats());
    for (int i = 0; i < actual.stages().size(); i++) {
      requireClose("stage " + i, actual.stages().get(i), trunk.stages().get(i).toFloats());
    }
  }

  /** Rounding grows with the values that were summed up, not with the single result. */
  private static void requireClose(String what, float[] actual, float[] expected) {
    double largest = Closeness.largestDifference(expected, new float[expected.length]);
    new Closeness(TO_REFERENCE.absolute() + 2e-6 * largest, TO_REFERENCE.relative())
        .check(what, actual, expected);
  }

  @Test
  void treatsTheImagesOfABatchOneByOne() {
    NafNet network = new NafNet(4, List.of(1, 1), 1, List.of(1, 1));
    DegradationClassifier classifier = DegradationClassifier.fitting(network, 1, 5);
    List<Parameter> layout = layout(network, classifier);
    Weights weights = RandomWeights.of(layout, 11);
    float[] images = RandomWeights.values(2 * 3 * 8 * 8, 12);
    DjlModel together =
        DjlModel.run(network, classifier, layout, weights, images, new Shape(2, 3, 8, 8));

    for (int i = 0; i < 2; i++) {
      float[] image = Arrays.copyOfRange(images, i * 192, (i + 1) * 192);
      DjlModel alone =
          DjlModel.run(network, classifier, layout, weights, image, new Shape(1, 3, 8, 8));
      Closeness rounding = new Closeness(1e-5, 1e-5);
      rounding.check(
          "output " + i,
          alone.output(),
          Arrays.copyOfRange(together.output(), i * 192, (i + 1) * 192));
      rounding.check(
          "logits " + i, alone.logits(), Arrays.copyOfRange(together.logits(), i * 5, i * 5 + 5));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothHeadsAgreeWithTheReference(boolean withImage) {
    DegradationClassifier classifier = new DegradationClassifier(List.of(3, 5, 4), 2, 6, withImage);
    List<Parameter> layout = ModelSummary.parameters(classifier);
    Weights weights = RandomWeights.of(layout, 21);
    int side = 16;
    List<float[]> stages =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    RandomWeights.values(
                        2 * classifier.featureChannels().get(i) * (side >> i) * (side >> i), i))
            .toList();
    float[] image = RandomWeights.values(2 * 3 * 4 * side * side, 31);

    List<ReferenceTensor> expectedStages = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      expectedStages.add(
          ReferenceTensor.of(
              2, classifier.featureChannels().get(i), side >> i, side >> i, stages.get(i)));
    }
    float[] expected =
        classifier
            .logits(
                new ReferenceOps(weights),
                expectedStages,
                ReferenceTensor.of(2, 3, 2 * side, 2 * side, image))
            .toFloats();
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, layout, weights)) {
      List<NDArray> actualStages = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        actualStages.add(
            manager.create(
                stages.get(i),
                new Shape(2, classifier.featureChannels().get(i), side >> i, side >> i)));
      }
      NDArray logits =
          classifier.logits(
              new DjlOps(parameters.views()),
              actualStages,
              manager.create(image, new Shape(2, 3, 2 * side, 2 * side)));
      TO_REFERENCE.check("logits", logits.toFloatArray(), expected);
    }
  }

  /** An operation without parameters. */
  private enum Operation {
    GELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.gelu(x);
      }
    },
    SIGMOID {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.sigmoid(x);
      }
    },
    LOCAL_MEANS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 5, 4);
      }
    },
    LOCAL_MEANS_OF_SINGLE_PIXELS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 1, 1);
      }
    },
    LOCAL_MEANS_THAT_COVER_THE_MAP {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.localMeans(x, 13, 6);
      }
    },
    MULTIPLY_AROUND {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.multiplyAround(x, ops.localMeans(x, 5, 2));
      }
    },
    MULTIPLY_AROUND_BY_ONE_PER_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.multiplyAround(x, ops.spatialMean(x));
      }
    },
    COARSE_LOCAL_MEANS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.coarseLocalMeans(x, new CoarseWindow(6, 2), new CoarseWindow(5, 2));
      }
    },
    PAD_WITH_ZEROS {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.padToMultiple(x, 8, Padding.ZERO);
      }
    },
    PAD_WITH_ITS_REFLECTION {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.padToMultiple(x, 4, Padding.REFLECT);
      }
    },
    CROP {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.cropLike(x, ops.maxPool(x));
      }
    },
    LEAKY_RELU {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.leakyRelu(x, 0.2);
      }
    },
    AFFINE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.affine(x, Affine.of(-0.3, 0.7));
      }
    },
    AFFINE_BY_CHANNEL {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.affine(
            x,
            new Affine(
                Collections.nCopies(8, 3.0), List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)));
      }
    },
    DECIMATE {
      @Override
      <T> T of(Ops<T> ops, T x) {
        return ops.decimate(x, 3);
      }
    };

    abstract <T> T of(Ops<T> ops, T x);
  }

  @ParameterizedTest
  @EnumSource
  void operationsAgreeWithTheReferenceAtSeveralSizes(Operation operation) {
    for (int[] size : new int[][] {{1, 4, 6}, {2, 7, 5}, {3, 13, 3}}) {
      float[] values = RandomWeights.values(size[0] * 8 * size[1] * size[2], 7);
      ReferenceTensor expected =
          operation.of(
              new ReferenceOps(new Weights(Map.of())),
              ReferenceTensor.of(size[0], 8, size[1], size[2], values));
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray x = manager.create(values, new Shape(size[0], 8, size[1], size[2]));
        NDArray actual = operation.of(new DjlOps(Map.of()), x);
        assertThat(actual.getShape())
            .isEqualTo(
                new Shape(
                    expected.batch(), expected.channels(), expected.height(), expected.width()));
        TO_REFERENCE.check(operation.name(), actual.toFloatArray(), expected.toFloats());
      }
    }
  }

  @Test
  void refusesToReflectMoreThanThereIs() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.zeros(new Shape(1, 1, 8, 3));
      DjlOps ops = new DjlOps(Map.of());
      assertThatThrownBy(() -> ops.padToMultiple(x, 8, Padding.REFLECT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("5 rows or columns");
    }
  }

  @Test
  void namesAParameterThatIsAbsent() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray image = manager.zeros(new Shape(1, 3, 4, 4));
      assertThatThrownBy(() -> new DjlOps(Map.of()).conv("intro", Conv.same(3, 4, 3), image))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("intro.weight");
    }
  }

  private static List<Parameter> layout(
      RestorationNetwork network, DegradationClassifier classifier) {
    List<String> labels =
        IntStream.range(0, classifier.classes()).mapToObj(Integer::toString).toList();
    return ModelSummary.of(ModelDefinition.of(network, classifier, labels)).parameters();
  }
}
