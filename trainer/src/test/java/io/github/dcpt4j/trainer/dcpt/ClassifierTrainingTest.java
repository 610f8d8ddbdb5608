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
import io.github.dcpt4j.trainer.optimisation.Adam;
import io.github.dcpt4j.trainer.optimisation.LearningRate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassifierTrainingTest {

  private static final OptimiserSettings SETTINGS =
      OptimiserSettings.of(Adam.Settings.adamW(0), new LearningRate.Constant(1e-2));

  @Test
  void movesTheClassifierAndLeavesTheNetworkBitForBit() {
    Checkpoint start = SmallModel.start();
    ModelSummary summary = ModelSummary.of(start.model());
    try (NDManager manager = NDManager.newBaseManager();
        ClassifierTraining training = new ClassifierTraining(manager, start, SETTINGS, 2)) {
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
        ClassifierTraining training =
            new ClassifierTraining(manager, SmallModel.start(), SETTINGS, 0)) {
      StepResult first = training.step(SmallModel.batch(0), 0);
      StepResult last = first;
      for (int i = 1; i < 60; i++) {
        last = training.step(SmallModel.batch(0), i);
      }
      assertThat(first.pixelLoss()).isZero();
      assertThat(last.classificationLoss()).isLessThan(0.2 * first.classificationLoss());
      assertThat(last.accuracy()).isEqualTo(1);
    }
  }

  @Test
  void isRefusedWithoutClassifier() {
    ModelDefinition model = ModelDefinition.of(SmallModel.NETWORK);
    Checkpoint start =
        new Checkpoint(model, RandomWeights.of(ModelSummary.of(model).parameters(), 1), Map.of());
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> new ClassifierTraining(manager, start, SETTINGS, 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no classifier");
    }
  }
}
