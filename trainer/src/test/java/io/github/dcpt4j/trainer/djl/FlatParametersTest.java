package io.github.dcpt4j.trainer.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A network whose running statistics training does not move. */
class FlatParametersTest {

  private static final List<Parameter> LAYOUT =
      ModelSummary.of(ModelDefinition.of(new AirNet(3, 1, 1))).networkParameters();
  private static final Weights WEIGHTS = RandomWeights.of(LAYOUT, 1);

  @Test
  void whatTrainingLeavesAloneIsOutOfAnOptimisersReachAndComesBackInItsPlace() {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, LAYOUT, WEIGHTS)) {
      long trained = LAYOUT.stream().filter(Parameter::trained).mapToLong(Parameter::size).sum();
      assertThat(trained).isEqualTo(LAYOUT.stream().mapToLong(Parameter::size).sum() - 6 * 3);
      assertThat(parameters.values().size()).isEqualTo(trained);
      assertThat(parameters.toWeights(parameters.values().toFloatArray()).asMap())
          .containsExactlyEntriesOf(WEIGHTS.asMap());

      Weights moved = parameters.toWeights(new float[Math.toIntExact(trained)]);
      assertThat(LAYOUT)
          .allSatisfy(
              parameter ->
                  assertThat(moved.get(parameter.name()).equals(WEIGHTS.get(parameter.name())))
                      .isEqualTo(!parameter.trained()));
    }
  }

  @Test
  void viewsNameEveryParameterInItsShape() {
    try (NDManager manager = NDManager.newBaseManager();
        FlatParameters parameters = new FlatParameters(manager, LAYOUT, WEIGHTS)) {
      assertThat(parameters.views()).hasSameSizeAs(LAYOUT);
      assertThat(LAYOUT)
          .allSatisfy(
              parameter ->
                  assertThat(parameters.views().get(parameter.name()).toFloatArray())
                      .isEqualTo(WEIGHTS.get(parameter.name()).data()));
    }
  }
}
