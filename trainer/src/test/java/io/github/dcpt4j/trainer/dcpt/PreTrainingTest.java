package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.nafnet.NafNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.trainer.RandomWeights;
import io.github.dcpt4j.trainer.dcpt.PreTraining.Generation;
import io.github.dcpt4j.trainer.optimisation.Adam;
import io.github.dcpt4j.trainer.optimisation.LearningRate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreTrainingTest {

  private static final double GAMMA = 2;
  private static final LearningRate RATE = new LearningRate.Constant(3e-4);
  private static final OptimiserSettings NETWORK =
      OptimiserSettings.of(Adam.Settings.adamW(0.01), RATE);
  private static final OptimiserSettings CLASSIFIER =
      OptimiserSettings.of(new Adam.Settings(0.9, 0.999, 1e-8, 0, false), RATE);

  @ParameterizedTest
  @CsvSource({
    "step_dcpt_nafnet, CLEAN",
    "step_direct_nafnet, RESTORED",
    "step_dcpt_restormer, CLEAN"
  })
  void meetsTheAuthorsLossesAndGradients(String name, Generation generation) {
    ReferenceStep step = read(name);
    try (NDManager manager = NDManager.newBaseManager();
        PreTraining training = training(manager, step, generation)) {
      StepResult result = training.backward(step.batch());

      assertThat(result.pixelLoss()).isCloseTo(step.losses(0)[0], within(1e-5));
      assertThat(result.classificationLoss()).isCloseTo(step.losses(0)[1], within(1e-5));
      ReferenceStep.assertGradients(training.network(), step.network("grad"));
      ReferenceStep.assertGradients(training.classifier(), step.classifier("grad"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "step_dcpt_nafnet, CLEAN",
    "step_direct_nafnet, RESTORED",
    "step_dcpt_restormer, CLEAN"
  })
  void movesTheWeightsLikeTheAuthorsOptimisers(String name, Generation generation) {
    ReferenceStep step = read(name);
    ModelSummary summary = ModelSummary.of(step.start().model());
    try (NDManager manager = NDManager.newBaseManager();
        PreTraining training = training(manager, step, generation)) {
      ReferenceStep.backward(training.network(), summary.networkParameters(), step.network("grad"));
      training.network().step(0);
      ReferenceStep.backward(
          training.classifier(), summary.classifierParameters(), step.classifier("grad"));
      training.classifier().step(0);

      ReferenceStep.assertWeights(training.weights(), step.network("after"), 1e-6);
      ReferenceStep.assertWeights(training.weights(), step.classifier("after"), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "step_dcpt_nafnet, CLEAN",
    "step_direct_nafnet, RESTORED",
    "step_dcpt_restormer, CLEAN"
  })
  void followsTheAuthorsRunForThreeSteps(String name, Generation generation) {
    ReferenceStep step = read(name);
    try (NDManager manager = NDManager.newBaseManager();
        PreTraining training = training(manager, step, generation)) {
      for (int i = 0; i < 3; i++) {
        StepResult result = training.step(step.batch(), i);
        assertThat(result.pixelLoss()).isCloseTo(step.losses(i)[0], within(1e-4));
        assertThat(result.classificationLoss()).isCloseTo(step.losses(i)[1], within(1e-4));
      }
      // A single gradient near zero may turn its sign, which moves its weight by twice the rate.
      assertThat(ReferenceStep.meanDifference(training.weights(), step.network("after3")))
          .isLessThan(1e-6);
      assertThat(ReferenceStep.meanDifference(training.weights(), step.classifier("after3")))
          .isLessThan(1e-6);
    }
  }

  @Test
  void isRefusedWithoutClassifier() {
    ModelDefinition model = ModelDefinition.of(new NafNet(2, List.of(1), 1, List.of(1)));
    Checkpoint start =
        new Checkpoint(model, RandomWeights.of(ModelSummary.of(model).parameters(), 1), Map.of());
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(
              () -> new PreTraining(manager, start, NETWORK, CLASSIFIER, Generation.CLEAN, GAMMA))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("classifier");
    }
  }

  private static ReferenceStep read(String name) {
    return ReferenceStep.of(ReferenceVectors.shared(name + ".safetensors"));
  }

  private static PreTraining training(
      NDManager manager, ReferenceStep step, Generation generation) {
    JsonNode info = step.vectors().metadata("info");
    boolean decoupled = info.at("/optim_dc/type").textValue().equals("AdamW");
    // The authors' focal loss is plain cross entropy unless told otherwise.
    double gamma = info.at("/classify/gamma").asDouble(0);
    return new PreTraining(
        manager, step.start(), NETWORK, decoupled ? NETWORK : CLASSIFIER, generation, gamma);
  }
}
