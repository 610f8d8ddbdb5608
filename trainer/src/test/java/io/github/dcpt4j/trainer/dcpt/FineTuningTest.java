package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.optimisation.Adam;
import io.github.dcpt4j.trainer.optimisation.L1Loss;
import io.github.dcpt4j.trainer.optimisation.LearningRate;
import org.junit.jupiter.api.Test;

class FineTuningTest {

  private static final double AVERAGE_DECAY = 0.9;
  private static final double CLIP_NORM = 0.05;
  private static final OptimiserSettings SETTINGS =
      OptimiserSettings.of(
          new Adam.Settings(0.9, 0.9, 1e-8, 0.01, true), new LearningRate.Constant(3e-4));

  private final ReferenceStep reference =
      ReferenceStep.of(ReferenceVectors.bundled("step_finetune_nafnet.safetensors"));

  @Test
  void meetsTheAuthorsLossAndGradients() {
    try (NDManager manager = NDManager.newBaseManager();
        FineTuning training = training(manager)) {
      StepResult result = training.backward(reference.batch());

      assertThat(result.pixelLoss()).isCloseTo(reference.losses(0)[0], within(1e-5));
      assertThat(result.classificationLoss()).isZero();
      assertThat(result.accuracy()).isNaN();
      ReferenceStep.assertGradients(training.network(), reference.network("grad"));
    }
  }

  @Test
  void clipsTheGradientsByTheNormOverAllParameters() {
    try (NDManager manager = NDManager.newBaseManager();
        FineTuning training = training(manager)) {
      training.backward(reference.batch());
      training.network().clipGradient();

      ReferenceStep.assertGradients(training.network(), reference.network("clipped_grad"));
    }
  }

  @Test
  void movesTheWeightsLikeTheAuthorsOptimiser() {
    try (NDManager manager = NDManager.newBaseManager();
        FineTuning training = training(manager)) {
      ReferenceStep.backward(
          training.network(),
          ModelSummary.of(reference.start().model()).networkParameters(),
          reference.network("grad"));
      training.network().step(0);

      ReferenceStep.assertWeights(training.network().weights(), reference.network("after"), 1e-6);
    }
  }

  @Test
  void evaluatesTheMovingAverageOfTheWeights() {
    Weights before = reference.start().weights();
    try (NDManager manager = NDManager.newBaseManager();
        FineTuning training = training(manager)) {
      training.step(reference.batch(), 0);

      Weights moved = training.network().weights();
      moved
          .asMap()
          .forEach(
              (name, tensor) ->
                  new Closeness(1e-7, 1e-6)
                      .check(
                          name,
                          training.weights().get(name).data(),
                          mix(before.get(name).data(), tensor.data())));
      assertThat(ReferenceStep.meanDifference(training.weights(), reference.network("ema_after")))
          .isLessThan(1e-7);
    }
  }

  private static float[] mix(float[] average, float[] values) {
    float[] mixed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      mixed[i] = (float) (AVERAGE_DECAY * average[i] + (1 - AVERAGE_DECAY) * values[i]);
    }
    return mixed;
  }

  @Test
  void followsTheAuthorsRunForThreeSteps() {
    try (NDManager manager = NDManager.newBaseManager();
        FineTuning training = training(manager)) {
      for (int i = 0; i < 3; i++) {
        StepResult result = training.step(reference.batch(), i);
        assertThat(result.pixelLoss()).isCloseTo(reference.losses(i)[0], within(1e-4));
      }
      // A single gradient near zero may turn its sign, which moves its weight by twice the rate.
      assertThat(
              ReferenceStep.meanDifference(
                  training.network().weights(), reference.network("after3")))
          .isLessThan(1e-6);
      assertThat(ReferenceStep.meanDifference(training.weights(), reference.network("ema_after3")))
          .isLessThan(1e-6);
    }
  }

  private FineTuning training(NDManager manager) {
    return new FineTuning(
        manager, reference.start(), new L1Loss(), SETTINGS.clipped(CLIP_NORM), AVERAGE_DECAY);
  }
}
