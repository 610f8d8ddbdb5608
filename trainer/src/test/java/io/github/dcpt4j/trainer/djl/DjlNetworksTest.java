package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.network.restormer.Restormer;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.reference.ReferenceOps;
import io.github.dcpt4j.exporter.reference.ReferenceTensor;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks and classifiers with the training back end against the reference. */
class DjlNetworksTest {

  private static final Closeness TO_REFERENCE = new Closeness(2e-5, 5e-5);

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
    List<Parameter> layout = DjlModel.layout(network, classifier);
    Weights weights = RandomWeights.of(layout, 3);
    float[] image = RandomWeights.values(batch * 3 * height * width, 5);

    DjlModel actual =
        DjlModel.run(
            network, classifier, layout, weights, image, new Shape(batch, 3, height, width));

    ReferenceOps ops = new ReferenceOps(weights);
    ReferenceTensor input = ReferenceTensor.of(batch, 3, height, width, image);
    Features<ReferenceTensor> features = network.features(ops, input);
    requireClose("output", actual.output(), features.restored().toFloats());
    requireClose(
        "logits", actual.logits(), classifier.logits(ops, features.stages(), input).toFloats());
    for (int i = 0; i < actual.stages().size(); i++) {
      requireClose("stage " + i, actual.stages().get(i), features.stages().get(i).toFloats());
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
    List<Parameter> layout = DjlModel.layout(network, classifier);
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
}
