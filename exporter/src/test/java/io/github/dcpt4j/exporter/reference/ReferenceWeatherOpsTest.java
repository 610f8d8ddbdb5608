package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.Affine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operations of AirNet and TransWeather on numbers that can be worked out by hand. */
class ReferenceWeatherOpsTest {

  private final Map<String, Tensor> parameters = new HashMap<>();

  private ReferenceOps ops() {
    return new ReferenceOps(new Weights(parameters));
  }

  private void parameter(String name, List<Integer> shape, float... values) {
    parameters.put(name, new Tensor(shape, values));
  }

  private static ReferenceTensor plane(int height, int width, float... values) {
    return ReferenceTensor.of(1, 1, height, width, values);
  }

  @Test
  void batchNormTakesTheStatisticsGiven() {
    parameter("n.weight", List.of(1), 2);
    parameter("n.bias", List.of(1), 1);
    parameter("n.running_mean", List.of(1), 3);
    parameter("n.running_var", List.of(1), 15);
    assertThat(ops().batchNorm("n", 1, 1, plane(1, 2, 7, 3)).toDoubles()).containsExactly(3, 1);
  }

  @Test
  void shiftedTapReadsBetweenPixelsAndFadesOutAtTheEdge() {
    parameter("d.weight", List.of(1, 1, 3, 3), 0, 0, 0, 0, 1, 0, 0, 0, 0);
    // The middle tap looks half a pixel down and one to the left; its factor is one half.
    float[] steering = new float[27 * 4];
    for (int pixel = 0; pixel < 4; pixel++) {
      steering[8 * 4 + pixel] = 0.5f;
      steering[9 * 4 + pixel] = -1;
    }
    ReferenceTensor shifts = ReferenceTensor.of(1, 27, 2, 2, steering);
    ReferenceTensor x = plane(2, 2, 1, 2, 3, 4);
    assertThat(ops().deformableConv("d", 1, 1, x, shifts).toDoubles())
        .containsExactly(0, 1, 0, 0.75);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().deformableConv("d", 1, 1, plane(1, 1, 1), shifts));
  }

  @Test
  void unshiftedTapsAreAConvolution() {
    parameter("d.weight", List.of(1, 1, 3, 3), 0, 0, 0, 0, 0, 2, 0, 20, 0);
    ReferenceTensor still = ReferenceTensor.of(1, 27, 2, 2, new float[27 * 4]);
    assertThat(ops().deformableConv("d", 1, 1, plane(2, 2, 1, 2, 3, 4), still).toDoubles())
        .containsExactly(32, 40, 4, 0);
  }

  @Test
  void transposedConvolutionSpreadsEveryPixelOverFourRowsAndColumns() {
    float[] taps = new float[16];
    for (int i = 0; i < 16; i++) {
      taps[i] = i + 1;
    }
    parameter("t.weight", List.of(1, 1, 4, 4), taps);
    parameter("t.bias", List.of(1), 1000);
    ReferenceTensor out = ops().transposedConv("t", 1, 1, plane(1, 2, 1, 10));
    assertThat(out.toDoubles()).containsExactly(1006, 1057, 1068, 1070, 1010, 1101, 1112, 1110);
  }

  @Test
  void fullyConnectedLayerHoldsAtEveryPixel() {
    parameter("l.weight", List.of(1, 2), 2, 3);
    parameter("l.bias", List.of(1), 100);
    ReferenceTensor x = ReferenceTensor.of(1, 2, 1, 2, new float[] {1, 10, 2, 20});
    assertThat(ops().pixelLinear("l", 2, 1, true, x).toDoubles()).containsExactly(108, 180);
    assertThat(ops().pixelLinear("l", 2, 1, false, x).toDoubles()).containsExactly(8, 80);
  }

  @Test
  void attentionWeighsValuesByHowMuchTheirKeysAreLikeTheQuery() {
    ReferenceTensor keysAndValues = ReferenceTensor.of(1, 2, 1, 2, new float[] {0, 100, 3, 5});
    double[] attended = ops().attention(1, 1, plane(1, 2, 0, 1), keysAndValues).toDoubles();
    assertThat(attended).containsExactly(new double[] {4, 5}, within(1e-15));
  }

  @Test
  void attentionOfTwoHeadsKeepsTheirChannelsApart() {
    ReferenceTensor query = ReferenceTensor.of(1, 2, 1, 1, new float[] {100, 100});
    ReferenceTensor keysAndValues =
        ReferenceTensor.of(1, 4, 1, 2, new float[] {0, 9, 9, 0, 1, 2, 3, 4});
    double[] attended = ops().attention(2, 2, query, keysAndValues).toDoubles();
    assertThat(attended).containsExactly(new double[] {2, 3}, within(1e-15));
  }

  @Test
  void learntRowsAreSpreadWithTheRoundingOfSinglePrecision() {
    float[] rows = new float[48];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i;
    }
    parameter("rows", List.of(1, 48, 1), rows);
    double[] laidOut = ops().learntRows("rows", 48, 1, plane(2, 37, new float[74])).toDoubles();
    // 37 * 48 / 74 is 24, but its rounded quotient lies below.
    assertThat(laidOut[36]).isEqualTo(23);
    assertThat(laidOut[37]).isEqualTo(23);
    assertThat(laidOut[38]).isEqualTo(24);
    assertThat(laidOut[73]).isEqualTo(47);
  }

  @Test
  void channelsOfTheFirstComeFirst() {
    ReferenceTensor both = ops().concat(plane(1, 2, 1, 2), plane(1, 2, 3, 4));
    assertThat(both.channels()).isEqualTo(2);
    assertThat(both.toDoubles()).containsExactly(1, 2, 3, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().concat(plane(1, 2, 1, 2), plane(1, 1, 3)));
  }

  @Test
  void functionsOfSingleValues() {
    ReferenceTensor x = plane(1, 3, -10, 0, 1);
    assertThat(ops().affine(x, Affine.of(2, -1)).toDoubles()).containsExactly(-21, -1, 1);
    assertThat(ops().leakyRelu(x, 0.1).toDoubles()).containsExactly(-1, 0, 1);
    assertThat(ops().tanh(x).toDoubles()).containsExactly(Math.tanh(-10), 0, Math.tanh(1));
    assertThat(ops().gelu(x).toDoubles())
        .containsExactly(new double[] {0, 0, 0.841344746068543}, within(1e-15));
    assertThat(ops().gelu(plane(1, 2, 10, -3)).toDoubles())
        .containsExactly(new double[] {10, -0.00404969409489031}, within(1e-15));
  }
}
