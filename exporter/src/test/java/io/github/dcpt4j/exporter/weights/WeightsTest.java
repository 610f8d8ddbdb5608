package io.github.dcpt4j.exporter.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightsTest {

  private static final int MANY = 100_000;

  private static float[] drawn(Init init, long seed) {
    Parameter parameter = new Parameter("p", List.of(MANY), init);
    return Weights.initial(List.of(parameter), new SplittableRandom(seed)).get("p").data();
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double meanSquare(float[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> (double) values[i] * values[i])
        .average()
        .orElseThrow();
  }

  @Test
  void uniformValuesFillTheRangeAndStayInside() {
    float[] values = drawn(new Init.Uniform(0.25), 1);
    for (float value : values) {
      assertThat(value).isBetween(-0.25f, 0.25f);
    }
    assertThat(mean(values)).isCloseTo(0, offset(0.002));
    assertThat(meanSquare(values)).isCloseTo(0.25 * 0.25 / 3, offset(0.0005));
  }

  @Test
  void normalValuesHaveTheirStandardDeviation() {
    float[] values = drawn(new Init.Normal(0.02), 1);
    assertThat(mean(values)).isCloseTo(0, offset(0.0003));
    assertThat(Math.sqrt(meanSquare(values))).isCloseTo(0.02, offset(0.0003));
  }

  @Test
  void constantValuesAreTheConstant() {
    assertThat(drawn(Init.ONES, 1)).containsOnly(1);
    assertThat(drawn(Init.ZEROS, 1)).containsOnly(0);
  }

  @Test
  void sameSeedGivesTheSameValuesAndAnotherSeedOthers() {
    Init init = new Init.Uniform(1);
    assertThat(drawn(init, 5)).isEqualTo(drawn(init, 5)).isNotEqualTo(drawn(init, 6));
  }

  @Test
  void matchingPicksTheParametersInTheirOrder() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", new Tensor(List.of(1), new float[] {2}));
    tensors.put("a", new Tensor(List.of(1), new float[] {1}));
    Weights matched = new Weights(tensors).matching(List.of(parameter("a", 1), parameter("b", 1)));
    assertThat(matched.asMap().keySet()).containsExactly("a", "b");
    assertThat(matched.get("b")).isSameAs(tensors.get("b"));
  }

  @Test
  void matchingNamesWhatIsMissingSurplusAndMisshapen() {
    Weights weights =
        new Weights(
            Map.of(
                "extra", new Tensor(List.of(1), new float[1]),
                "intro", new Tensor(List.of(3), new float[3])));
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> weights.matching(List.of(parameter("intro", 2), parameter("ending", 1))))
        .withMessage(
            "the weights do not fit the network: missing ending; surplus extra;"
                + " misshapen intro [3] instead of [2]");
  }

  @Test
  void matchingNamesOnlyAFewOfMany() {
    List<Parameter> many = IntStream.range(0, 12).mapToObj(i -> parameter("p" + i, 1)).toList();
    assertThatExceptionOfType(CheckpointException.class)
        .isThrownBy(() -> new Weights(Map.of()).matching(many))
        .withMessage("the weights do not fit the network: missing p0, p1, p2, p3, p4 and 7 more");
  }

  @Test
  void unknownTensorIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weights(Map.of()).get("intro.weight"))
        .withMessage("there is no tensor 'intro.weight'");
  }

  private static Parameter parameter(String name, int size) {
    return new Parameter(name, List.of(size), Init.ZEROS);
  }
}
