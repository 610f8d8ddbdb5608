package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.RandomWeights;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.Schedule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuidedTransferTest {

  private static final double AVERAGE_DECAY = 0.9;
  private static final List<String> LABELS = List.of("dark", "bright");

  /** Of the authors' run, as in their pre-training; their file does not say so, its losses do. */
  private static final double AUTHORS_GAMMA = 2;

  private static final AdamW AUTHORS =
      new AdamW(3e-4, 0.01, Schedule.CONSTANT, 0, 1, 0.9, 0.9, 1e-8);

  /** With an unclipped norm of 39 the authors' own gradients are off by 9e-4. */
  private static final double GRADIENT_TOLERANCE = 1e-2;

  private static final AdamW FAST = AdamW.of(1e-2, 0);

  private static Training training(
      NDManager manager,
      Checkpoint start,
      Guide guide,
      AdamW settings,
      double gamma,
      double decay) {
    return new Procedures(new Optimisation(settings, settings, PixelLoss.L1, gamma, decay), 100)
        .guided(manager, List.of(manager.getDevice()), start, guide);
  }

  @Test
  void meetsTheAuthorsLossesAndGradients() {
    ReferenceStep reference = reference();
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, reference)) {
      Measures result = training.backward(reference.batch());

      assertThat(result.get(Measures.PIXEL_LOSS)).isCloseTo(reference.losses(0)[0], within(1e-5));
      assertThat(result.get(Measures.CLASSIFICATION_LOSS))
          .isCloseTo(reference.losses(0)[1], within(1e-4));
      ReferenceStep.assertGradients(
          training.group(Part.NETWORK), reference.network("grad"), GRADIENT_TOLERANCE);
    }
  }

  @Test
  void movesTheWeightsLikeTheAuthorsOptimiser() {
    ReferenceStep reference = reference();
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, reference)) {
      ReferenceStep.backward(
          training.group(Part.NETWORK),
          ModelSummary.of(reference.start().model()).networkParameters(),
          reference.network("grad"));
      training.group(Part.NETWORK).step(0);

      ReferenceStep.assertWeights(
          training.group(Part.NETWORK).weights(), reference.network("after"), 1e-6);
    }
  }

  @Test
  void followsTheAuthorsLossesForThreeSteps() {
    ReferenceStep reference = reference();
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, reference)) {
      for (int i = 0; i < 3; i++) {
        Measures result = training.step(reference.batch(), i);
        assertThat(result.get(Measures.PIXEL_LOSS)).isCloseTo(reference.losses(i)[0], within(1e-3));
        assertThat(result.get(Measures.CLASSIFICATION_LOSS))
            .isCloseTo(reference.losses(i)[1], within(1e-2));
      }
    }
  }

  @Test
  void leavesTheClassifierBitForBit() {
    Checkpoint start = SmallModel.start();
    ModelSummary summary = ModelSummary.of(start.model());
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, start, Guide.byLabels(start, LABELS), FAST, 2, 0)) {
      for (int i = 0; i < 3; i++) {
        training.step(SmallModel.batch(i), i);
      }
      Weights after = training.weights();
      for (Parameter parameter : summary.classifierParameters()) {
        assertThat(after.get(parameter.name())).isEqualTo(start.weights().get(parameter.name()));
      }
      for (Parameter parameter : summary.networkParameters()) {
        assertThat(after.get(parameter.name()))
            .as(parameter.name())
            .isNotEqualTo(start.weights().get(parameter.name()));
      }
    }
  }

  @Test
  void leadsTheFeaturesOfEveryPatchToTheNamedClass() {
    Checkpoint start = SmallModel.start();
    try (NDManager manager = NDManager.newBaseManager();
        Training training =
            training(manager, start, Guide.towards(start, "dark", LABELS), FAST, 0, 0)) {
      Measures first = training.step(SmallModel.batch(0), 0);
      Measures last = first;
      for (int i = 1; i < 120; i++) {
        last = training.step(SmallModel.batch(0), i);
      }
      assertThat(last.get(Measures.CLASSIFICATION_LOSS))
          .isLessThan(0.5 * first.get(Measures.CLASSIFICATION_LOSS));
      // The batch's second patch has the other label.
      assertThat(last.get(Measures.ACCURACY)).isEqualTo(1);
    }
  }

  @Test
  void evaluatesTheMovingAverageOfTheWeights() {
    Checkpoint start = SmallModel.start();
    try (NDManager manager = NDManager.newBaseManager();
        Training training =
            training(manager, start, Guide.byLabels(start, LABELS), FAST, 2, AVERAGE_DECAY)) {
      training.step(SmallModel.batch(0), 0);
      Weights moved = training.group(Part.NETWORK).weights();
      Weights evaluated = training.weights();
      moved
          .asMap()
          .forEach(
              (name, tensor) -> {
                float[] before = start.weights().get(name).data();
                float[] after = tensor.data();
                for (int i = 0; i < after.length; i++) {
                  assertThat((double) evaluated.get(name).data()[i])
                      .as(name)
                      .isCloseTo(
                          AVERAGE_DECAY * before[i] + (1 - AVERAGE_DECAY) * after[i], within(1e-6));
                }
              });
    }
  }

  @Test
  void goesOnFromItsStateAsIfItHadNotStopped() {
    Checkpoint start = SmallModel.start();
    Guide guide = Guide.byLabels(start, LABELS);
    try (NDManager manager = NDManager.newBaseManager();
        Training whole = training(manager, start, guide, FAST, 2, 0.9);
        Training resumed = training(manager, start, guide, FAST, 2, 0.9)) {
      whole.step(SmallModel.batch(0), 0);
      resumed.restore(whole.state(), 1);
      whole.step(SmallModel.batch(1), 1);
      resumed.step(SmallModel.batch(1), 1);

      assertThat(resumed.weights().asMap()).isEqualTo(whole.weights().asMap());
      assertThat(resumed.state().asMap()).isEqualTo(whole.state().asMap());
    }
  }

  @Test
  void refusesAGuideThatReadsOtherStages() {
    Checkpoint other = SmallModel.start(new NafNet(4, List.of(1, 0), 1, List.of(0, 1)));
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(
              () ->
                  training(manager, SmallModel.start(), Guide.byLabels(other, LABELS), FAST, 2, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stages of [4, 8] channels, the network's have [2, 4]");
    }
  }

  @Test
  void refusesAGuideWithoutClassifierOrLabel() {
    ModelDefinition model = ModelDefinition.of(SmallModel.NETWORK);
    Checkpoint bare =
        new Checkpoint(model, RandomWeights.of(ModelSummary.of(model).parameters(), 1), Map.of());
    assertThatThrownBy(() -> Guide.byLabels(bare, LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no classifier");
    assertThatThrownBy(() -> Guide.towards(SmallModel.start(), "rain", LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not know 'rain': its labels are [dark, bright]");
  }

  @Test
  void findsTheClassesOfTheDataWhereverTheClassifierHasThem() {
    Checkpoint start = SmallModel.start();
    assertThat(Guide.byLabels(start, List.of("bright", "dark")).classes(new int[] {0, 1, 0}))
        .containsExactly(1, 0, 1);
    assertThat(Guide.byLabels(start, List.of("bright")).classes(new int[] {0, 0}))
        .containsExactly(1, 1);
    assertThat(Guide.towards(start, "bright", List.of("rain", "snow")).classes(new int[] {0, 1, 1}))
        .containsExactly(1, 1, 1);
    assertThatThrownBy(() -> Guide.byLabels(start, List.of("bright", "snow")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not know 'snow'");
  }

  /** Restormer as the authors hooked it: the last blocks of its stages, which are the stages. */
  private static ReferenceStep reference() {
    return ReferenceStep.of(ReferenceVectors.shared("step_guided_restormer_origin.safetensors"));
  }

  private static Training training(NDManager manager, ReferenceStep reference) {
    return training(
        manager,
        reference.start(),
        Guide.byLabels(reference.start(), reference.start().model().labels()),
        AUTHORS,
        AUTHORS_GAMMA,
        AVERAGE_DECAY);
  }
}
