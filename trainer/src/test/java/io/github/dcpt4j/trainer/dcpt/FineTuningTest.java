package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import io.github.dcpt4j.trainer.optimisation.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class FineTuningTest {

  private static final double AVERAGE_DECAY = 0.9;
  private static final double CLIP_NORM = 0.05;
  private static final AdamW SETTINGS =
      new AdamW(3e-4, 0.01, Schedule.CONSTANT, 0, CLIP_NORM, 0.9, 0.9, 1e-8);

  private final ReferenceStep reference =
      ReferenceStep.of(ReferenceVectors.bundled("step_finetune_nafnet.safetensors"));

  @Test
  void meetsTheAuthorsLossAndGradients() {
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager)) {
      Measures result = training.backward(reference.batch());

      assertThat(result.get(Measures.PIXEL_LOSS)).isCloseTo(reference.losses(0)[0], within(1e-5));
      assertThat(result.byTag()).containsOnlyKeys(Measures.PIXEL_LOSS);
      ReferenceStep.assertGradients(training.group(Part.NETWORK), reference.network("grad"));
    }
  }

  @Test
  void clipsTheGradientsByTheNormOverAllParameters() {
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager)) {
      training.backward(reference.batch());
      training.group(Part.NETWORK).clipGradient();

      ReferenceStep.assertGradients(
          training.group(Part.NETWORK), reference.network("clipped_grad"));
    }
  }

  @Test
  void movesTheWeightsLikeTheAuthorsOptimiser() {
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager)) {
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
  void evaluatesTheMovingAverageOfTheWeights() {
    Weights before = reference.start().weights();
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager)) {
      training.step(reference.batch(), 0);

      Weights moved = training.group(Part.NETWORK).weights();
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
        Training training = training(manager)) {
      for (int i = 0; i < 3; i++) {
        Measures result = training.step(reference.batch(), i);
        assertThat(result.get(Measures.PIXEL_LOSS)).isCloseTo(reference.losses(i)[0], within(1e-4));
      }
      // A single gradient near zero may turn its sign, which moves its weight by twice the rate.
      assertThat(
              ReferenceStep.meanDifference(
                  training.group(Part.NETWORK).weights(), reference.network("after3")))
          .isLessThan(1e-6);
      assertThat(ReferenceStep.meanDifference(training.weights(), reference.network("ema_after3")))
          .isLessThan(1e-6);
    }
  }

  private Training training(NDManager manager) {
    return new Procedures(new Optimisation(SETTINGS, SETTINGS, PixelLoss.L1, 0, AVERAGE_DECAY), 3)
        .start(ProcedureKind.FINE_TUNING, manager, List.of(manager.getDevice()), reference.start());
  }
}
