package io.github.dcpt4j.trainer.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.trainer.Closeness;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FocalLossTest {

  private static final ReferenceVectors VECTORS =
      ReferenceVectors.bundled("focal_loss.safetensors");

  /** The losses and the gradient of their sum. */
  private record Outcome(float[] loss, float[] gradient) {

    static Outcome of(FocalLoss focal, float[] logits, int[] labels) {
      try (NDManager manager = NDManager.newBaseManager()) {
        NDArray input =
            manager.create(logits, new Shape(labels.length, logits.length / labels.length));
        input.setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray loss = focal.apply(input, labels);
          collector.backward(loss.sum());
          return new Outcome(loss.toFloatArray(), input.getGradient().toFloatArray());
        }
      }
    }
  }

  /** Those of the authors' cases that the method uses: means over all samples, none weighted. */
  static Stream<JsonNode> cases() {
    return StreamSupport.stream(VECTORS.metadata("cases").spliterator(), false)
        .filter(setting -> setting.get("reduction").asText().equals("mean"))
        .filter(setting -> !setting.get("alpha").booleanValue())
        .filter(
            setting ->
                Arrays.stream(VECTORS.integers(setting.get("case").asText() + ".label"))
                    .allMatch(label -> label >= 0));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meetsTheAuthorsLossesAndGradients(JsonNode setting) {
    String number = setting.get("case").asText();
    FocalLoss focal = new FocalLoss(setting.get("gamma").doubleValue());

    Outcome outcome =
        Outcome.of(
            focal, VECTORS.tensor(number + ".logits").data(), VECTORS.integers(number + ".label"));

    Closeness tolerance = new Closeness(1e-6, 1e-5);
    tolerance.check("gradient", outcome.gradient(), VECTORS.tensor(number + ".grad").data());
    tolerance.check("loss", outcome.loss(), VECTORS.tensor(number + ".loss").data());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2})
  void vanishesWithItsGradientWhereTheClassIsCertain(double gamma) {
    Outcome outcome = Outcome.of(new FocalLoss(gamma), new float[] {60, 0, -60}, new int[] {0});

    assertThat(outcome.loss()).containsExactly(0f);
    new Closeness(1e-20, 0).check("gradient", outcome.gradient(), new float[3]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2})
  void isFiniteWhereTheClassSeemsImpossible(double gamma) {
    Outcome outcome = Outcome.of(new FocalLoss(gamma), new float[] {200, 0, -200}, new int[] {2});

    assertThat(outcome.loss()).containsExactly(400f);
    assertThat(outcome.gradient()).containsExactly(1f, 0f, -1f);
  }

  @Test
  void refusesLabelsThatAreNoClass() {
    float[] logits = {1, 2};
    assertThatThrownBy(() -> Outcome.of(new FocalLoss(2), logits, new int[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 2");
    assertThatThrownBy(() -> new FocalLoss(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamma");
  }
}
