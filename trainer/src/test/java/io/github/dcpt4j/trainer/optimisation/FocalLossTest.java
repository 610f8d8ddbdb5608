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
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.trainer.Closeness;
import io.github.dcpt4j.trainer.optimisation.FocalLoss.Reduction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(VECTORS.metadata("cases").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void meetsTheAuthorsLossesAndGradients(JsonNode setting) {
    String number = setting.get("case").asText();
    List<Float> alpha = new ArrayList<>();
    if (setting.get("alpha").booleanValue()) {
      for (float weight : VECTORS.tensor(number + ".alpha").data()) {
        alpha.add(weight);
      }
    }
    FocalLoss focal =
        new FocalLoss(
            setting.get("gamma").doubleValue(),
            alpha,
            Reduction.valueOf(setting.get("reduction").asText().toUpperCase(Locale.ROOT)));
    Tensor logits = VECTORS.tensor(number + ".logits");

    Outcome outcome = Outcome.of(focal, logits.data(), VECTORS.integers(number + ".label"));

    Closeness tolerance = new Closeness(1e-6, 1e-5);
    tolerance.check("gradient", outcome.gradient(), VECTORS.tensor(number + ".grad").data());
    tolerance.check("loss", withoutIgnored(outcome.loss(), number), loss(number));
  }

  private static float[] loss(String number) {
    return VECTORS.tensor(number + ".loss").data();
  }

  /** The authors leave ignored samples out, this loss gives 0 for them. */
  private static float[] withoutIgnored(float[] losses, String number) {
    if (losses.length == 1) {
      return losses;
    }
    int[] labels = VECTORS.integers(number + ".label");
    List<Float> kept = new ArrayList<>();
    for (int i = 0; i < losses.length; i++) {
      if (labels[i] != FocalLoss.IGNORED) {
        kept.add(losses[i]);
      }
    }
    float[] array = new float[kept.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = kept.get(i);
    }
    return array;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2})
  void vanishesWithItsGradientWhereTheClassIsCertain(double gamma) {
    Outcome outcome = Outcome.of(FocalLoss.mean(gamma), new float[] {60, 0, -60}, new int[] {0});

    assertThat(outcome.loss()).containsExactly(0f);
    new Closeness(1e-20, 0).check("gradient", outcome.gradient(), new float[3]);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1, 2})
  void isFiniteWhereTheClassSeemsImpossible(double gamma) {
    Outcome outcome = Outcome.of(FocalLoss.mean(gamma), new float[] {200, 0, -200}, new int[] {2});

    assertThat(outcome.loss()).containsExactly(400f);
    assertThat(outcome.gradient()).containsExactly(1f, 0f, -1f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 2})
  void leavesIgnoredSamplesOut(double gamma) {
    int ignored = FocalLoss.IGNORED;
    Outcome alone = Outcome.of(FocalLoss.mean(gamma), new float[] {1, 2}, new int[] {0});
    Outcome withIgnored =
        Outcome.of(FocalLoss.mean(gamma), new float[] {1, 2, 5, -3}, new int[] {0, ignored});

    assertThat(withIgnored.loss()).containsExactly(alone.loss());
    assertThat(withIgnored.gradient())
        .containsExactly(alone.gradient()[0], alone.gradient()[1], 0f, 0f);
  }

  @Test
  void isZeroWhereAllSamplesAreIgnored() {
    Outcome outcome =
        Outcome.of(FocalLoss.mean(2), new float[] {1, 2}, new int[] {FocalLoss.IGNORED});

    assertThat(outcome.loss()).containsExactly(0f);
    assertThat(outcome.gradient()).containsExactly(0f, 0f);
  }

  @Test
  void refusesLabelsAndWeightsThatDoNotFitTheClasses() {
    float[] logits = {1, 2};
    assertThatThrownBy(() -> Outcome.of(FocalLoss.mean(2), logits, new int[] {2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 2");
    assertThatThrownBy(
            () -> Outcome.of(new FocalLoss(2, List.of(1f), Reduction.MEAN), logits, new int[] {0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 class weights for 2 classes");
    assertThatThrownBy(() -> FocalLoss.mean(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gamma");
  }
}
