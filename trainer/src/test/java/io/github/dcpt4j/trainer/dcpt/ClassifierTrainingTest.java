package io.github.dcpt4j.trainer.dcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.RandomWeights;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifierTrainingTest {

  private static Training training(NDManager manager, Checkpoint start, double gamma) {
    AdamW settings = AdamW.of(1e-2, 0);
    return new Procedures(new Optimisation(settings, settings, PixelLoss.L1, gamma, 0), 100)
        .start(ProcedureKind.CLASSIFIER_TRAINING, manager, List.of(manager.getDevice()), start);
  }

  @Test
  void movesTheClassifierAndLeavesTheNetworkBitForBit() {
    Checkpoint start = SmallModel.start();
    ModelSummary summary = ModelSummary.of(start.model());
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, start, 2)) {
      for (int i = 0; i < 3; i++) {
        training.step(SmallModel.batch(i), i);
      }
      Weights after = training.weights();
      for (Parameter parameter : summary.networkParameters()) {
        assertThat(after.get(parameter.name())).isEqualTo(start.weights().get(parameter.name()));
      }
      for (Parameter parameter : summary.classifierParameters()) {
        assertThat(after.get(parameter.name()))
            .as(parameter.name())
            .isNotEqualTo(start.weights().get(parameter.name()));
      }
    }
  }

  @Test
  void learnsToTellDegradationsApart() {
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, SmallModel.start(), 0)) {
      Measures first = training.step(SmallModel.batch(0), 0);
      Measures last = first;
      for (int i = 1; i < 60; i++) {
        last = training.step(SmallModel.batch(0), i);
      }
      assertThat(first.byTag()).containsOnlyKeys(Measures.CLASSIFICATION_LOSS, Measures.ACCURACY);
      assertThat(last.get(Measures.CLASSIFICATION_LOSS))
          .isLessThan(0.2 * first.get(Measures.CLASSIFICATION_LOSS));
      assertThat(last.get(Measures.ACCURACY)).isEqualTo(1);
    }
  }

  @Test
  void isRefusedWithoutClassifier() {
    ModelDefinition model = ModelDefinition.of(SmallModel.NETWORK);
    Checkpoint start =
        new Checkpoint(model, RandomWeights.of(ModelSummary.of(model).parameters(), 1), Map.of());
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> training(manager, start, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no classifier");
    }
  }
}
