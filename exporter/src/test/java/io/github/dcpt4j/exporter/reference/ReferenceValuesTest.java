package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.ops.Activation;
import io.github.dcpt4j.exporter.ops.Affine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums, products, activations and gates on numbers that can be worked out by hand. */
class ReferenceValuesTest extends ByHand {

  @Test
  void sumAddsValueByValue() {
    assertThat(ops().add(plane(1, 2, 3, 4), plane(1, 2, 10, 100)).toDoubles())
        .containsExactly(13, 104);
  }

  @Test
  void productTakesFactorsPerValueOrPerChannel() {
    ReferenceTensor x = plane(1, 2, 3, 4);
    assertThat(ops().multiply(x, plane(1, 2, 10, 100)).toDoubles()).containsExactly(30, 400);
    assertThat(ops().multiply(x, pixel(10)).toDoubles()).containsExactly(30, 40);
  }

  @Test
  void affineScalesBeforeItAdds() {
    Affine byChannel = new Affine(List.of(10.0, 100.0), List.of(0.5, -1.0));
    assertThat(ops().affine(pixel(1, 2), byChannel).toDoubles()).containsExactly(10.5, 199);
    assertThat(ops().affine(pixel(1, 2), Affine.of(10, 1)).toDoubles()).containsExactly(11, 21);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().affine(pixel(1, 2, 3), byChannel))
        .withMessageContaining("does not fit an input of [1, 3, 1, 1]");
  }

  @Test
  void reluKeepsPositiveValuesOnly() {
    assertThat(ops().activate(Activation.RELU, pixel(-1, 0, 2)).toDoubles())
        .containsExactly(0, 0, 2);
  }

  @Test
  void leakyReluLetsAShareOfNegativeValuesThrough() {
    assertThat(ops().activate(Activation.leakyRelu(0.25), pixel(-8, 0, 3)).toDoubles())
        .containsExactly(-2, 0, 3);
  }

  @Test
  void geluIsTheExactOne() {
    // By the tables of the normal distribution: x times the probability of a value below x.
    double[] values = ops().activate(Activation.GELU, pixel(-2, -1, 0, 1, 9)).toDoubles();
    assertThat(values[0]).isCloseTo(-2 * 0.022750131948179, within(1e-14));
    assertThat(values[1]).isCloseTo(-0.158655253931457, within(1e-14));
    assertThat(values[2]).isZero();
    assertThat(values[3]).isCloseTo(0.841344746068543, within(1e-14));
    assertThat(values[4]).isEqualTo(9);
    assertThat(ops().activate(Activation.GELU, pixel(-3)).at(0, 0, 0, 0))
        .isCloseTo(-0.00404969409489031, within(1e-15));
  }

  @Test
  void sigmoidIsTheLogisticFunctionAndTanhTheHyperbolicTangent() {
    assertThat(ops().activate(Activation.SIGMOID, pixel((float) Math.log(3), 0)).toDoubles())
        .containsExactly(new double[] {0.75, 0.5}, within(1e-7));
    assertThat(ops().activate(Activation.TANH, pixel(-10, 0, 1)).toDoubles())
        .containsExactly(Math.tanh(-10), 0, Math.tanh(1));
  }

  @Test
  void softmaxOfARowSumsToOneEvenForLargeNumbers() {
    double[] shares = ops().softmax(pixel(1000, (float) (1000 + Math.log(3)))).toDoubles();
    assertThat(shares[0]).isCloseTo(0.25, within(1e-5));
    assertThat(shares[0] + shares[1]).isCloseTo(1, within(1e-15));
  }

  @Test
  void gateMultipliesTheHalvesOfTheChannels() {
    assertThat(ops().simpleGate(pixel(2, 3, 10, 100)).toDoubles()).containsExactly(20, 300);
  }

  @Test
  void geluGateActivatesTheFirstHalf() {
    double[] gated = ops().geluGate(pixel(1, -1, 0, 9, 2, 10, 7, 1)).toDoubles();
    // The normal distribution's share below 1 is 0.841344746068542948...
    assertThat(gated[0]).isCloseTo(2 * 0.8413447460685429, within(1e-15));
    assertThat(gated[1]).isCloseTo(-10 * (1 - 0.8413447460685429), within(1e-14));
    assertThat(gated[2]).isZero();
    assertThat(gated[3]).isEqualTo(9);
  }
}
