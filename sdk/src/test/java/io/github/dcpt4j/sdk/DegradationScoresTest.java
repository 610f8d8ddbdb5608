package io.github.dcpt4j.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DegradationScoresTest {
  private static final List<String> LABELS = List.of("rain", "noise", "haze");

  @Test
  void areTheSoftMaxOfTheLogitsInTheOrderOfTheLabels() {
    float[] logits = {(float) Math.log(2), (float) Math.log(5), (float) Math.log(3)};
    DegradationScores scores = DegradationScores.ofLogits(LABELS, logits);
    assertThat(scores.probabilities().keySet()).containsExactly("rain", "noise", "haze");
    assertThat(scores.probability("rain")).isCloseTo(0.2, within(1e-7));
    assertThat(scores.probability("noise")).isCloseTo(0.5, within(1e-7));
    assertThat(scores.probability("haze")).isCloseTo(0.3, within(1e-7));
    assertThat(scores.top()).isEqualTo("noise");
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    DegradationScores scores = DegradationScores.ofLogits(LABELS, new float[] {1e30f, 0, -1e30f});
    assertThat(scores.probabilities().values()).containsExactly(1.0, 0.0, 0.0);
  }

  @Test
  void ofSeveralEquallyProbableTheFirstIsTop() {
    assertThat(DegradationScores.ofLogits(LABELS, new float[] {0, 1, 1}).top()).isEqualTo("noise");
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DegradationScores.ofLogits(LABELS, new float[] {0, Float.NaN, 0}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DegradationScores.ofLogits(LABELS, new float[] {0, 1}));
    assertThatIllegalArgumentException().isThrownBy(() -> new DegradationScores(Map.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DegradationScores(Map.of("rain", Double.NaN)));
    DegradationScores scores = new DegradationScores(Map.of("rain", 1.0));
    assertThatIllegalArgumentException().isThrownBy(() -> scores.probability("snow"));
  }
}
