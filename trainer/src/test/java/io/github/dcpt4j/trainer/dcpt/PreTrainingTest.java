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
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreTrainingTest {

  private static final double GAMMA = 2;
  private static final AdamW NETWORK = AdamW.of(3e-4, 0.01);
  private static final AdamW CLASSIFIER = AdamW.of(3e-4, 0);

  @ParameterizedTest
  @CsvSource({
    "step_dcpt_nafnet, PRE_TRAINING",
    "step_direct_nafnet, DIRECT_TRAINING",
    "step_dcpt_restormer, PRE_TRAINING"
  })
  void meetsTheAuthorsLossesAndGradients(String name, ProcedureKind kind) {
    ReferenceStep step = read(name);
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, step, kind)) {
      Measures result = training.backward(step.batch());

      assertThat(result.get(Measures.PIXEL_LOSS)).isCloseTo(step.losses(0)[0], within(1e-5));
      assertThat(result.get(Measures.CLASSIFICATION_LOSS))
          .isCloseTo(step.losses(0)[1], within(1e-5));
      ReferenceStep.assertGradients(training.group(Part.NETWORK), step.network("grad"));
      ReferenceStep.assertGradients(training.group(Part.CLASSIFIER), step.classifier("grad"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "step_dcpt_nafnet, PRE_TRAINING",
    "step_direct_nafnet, DIRECT_TRAINING",
    "step_dcpt_restormer, PRE_TRAINING"
  })
  void movesTheWeightsLikeTheAuthorsOptimisers(String name, ProcedureKind kind) {
    ReferenceStep step = read(name);
    ModelSummary summary = ModelSummary.of(step.start().model());
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, step, kind)) {
      ReferenceStep.backward(
          training.group(Part.NETWORK), summary.networkParameters(), step.network("grad"));
      training.group(Part.NETWORK).step(0);
      ReferenceStep.backward(
          training.group(Part.CLASSIFIER), summary.classifierParameters(), step.classifier("grad"));
      training.group(Part.CLASSIFIER).step(0);

      ReferenceStep.assertWeights(training.weights(), step.network("after"), 1e-6);
      ReferenceStep.assertWeights(training.weights(), step.classifier("after"), 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "step_dcpt_nafnet, PRE_TRAINING",
    "step_direct_nafnet, DIRECT_TRAINING",
    "step_dcpt_restormer, PRE_TRAINING"
  })
  void followsTheAuthorsRunForThreeSteps(String name, ProcedureKind kind) {
    ReferenceStep step = read(name);
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, step, kind)) {
      for (int i = 0; i < 3; i++) {
        Measures result = training.step(step.batch(), i);
        assertThat(result.get(Measures.PIXEL_LOSS)).isCloseTo(step.losses(i)[0], within(1e-4));
        assertThat(result.get(Measures.CLASSIFICATION_LOSS))
            .isCloseTo(step.losses(i)[1], within(1e-4));
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
              () -> training(manager, start, ProcedureKind.PRE_TRAINING, CLASSIFIER, GAMMA))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("classifier");
    }
  }

  private static ReferenceStep read(String name) {
    return ReferenceStep.of(ReferenceVectors.shared(name + ".safetensors"));
  }

  private static Training training(NDManager manager, ReferenceStep step, ProcedureKind kind) {
    JsonNode info = step.vectors().metadata("info");
    // Without weight decay Adam and AdamW are the same.
    boolean decoupled = info.at("/optim_dc/type").textValue().equals("AdamW");
    // The authors' focal loss is plain cross entropy unless told otherwise.
    double gamma = info.at("/classify/gamma").asDouble(0);
    return training(manager, step.start(), kind, decoupled ? NETWORK : CLASSIFIER, gamma);
  }

  private static Training training(
      NDManager manager, Checkpoint start, ProcedureKind kind, AdamW classifier, double gamma) {
    return new Procedures(new Optimisation(NETWORK, classifier, PixelLoss.L1, gamma, 0), 3)
        .start(kind, manager, List.of(manager.getDevice()), start);
  }
}
