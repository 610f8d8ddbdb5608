package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.DeformableConv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.SoftmaxScale;
import io.github.dcpt4j.exporter.ops.TransposedConv;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Convolutions, fully connected layers, norms and learnt factors on numbers that can be worked out
 * by hand.
 */
class ReferenceLayersTest extends ByHand {

  @Test
  void convolutionDoesNotFlipItsKernelAndPadsWithZeros() {
    parameter("c.weight", List.of(1, 1, 3, 3), 0, 0, 0, 0, 0, 1, 0, 10, 0);
    parameter("c.bias", List.of(1), 100);
    ReferenceTensor out = ops().conv("c", Conv.same(1, 1, 3), plane(2, 2, 1, 2, 3, 4));
    assertThat(out.toDoubles()).containsExactly(132, 140, 104, 100);
  }

  @Test
  void stridedConvolutionRoundsItsSizeDown() {
    parameter("c.weight", List.of(1, 1, 2, 2), 1, 1, 1, 1);
    parameter("c.bias", List.of(1), 0);
    Conv conv = Conv.same(1, 1, 2).withStride(2, 0);
    ReferenceTensor out = ops().conv("c", conv, plane(2, 5, 1, 2, 3, 4, 5, 1, 2, 3, 4, 5));
    assertThat(out.toDoubles()).containsExactly(6, 14);
  }

  @Test
  void groupsOfAConvolutionSeeOnlyTheirOwnChannels() {
    parameter("c.weight", List.of(4, 1, 1, 1), 1, 10, 100, 1000);
    Conv conv = Conv.pointwise(2, 4).withoutBias();
    Conv grouped = new Conv(2, 4, 1, 1, 0, 2, false, conv.weightInit(), conv.biasInit());
    assertThat(ops().conv("c", grouped, pixel(2, 3)).toDoubles()).containsExactly(2, 20, 300, 3000);
  }

  @Test
  void transposedConvolutionSpreadsEveryPixelOverFourRowsAndColumns() {
    float[] taps = new float[16];
    for (int i = 0; i < 16; i++) {
      taps[i] = i + 1;
    }
    parameter("t.weight", List.of(1, 1, 4, 4), taps);
    parameter("t.bias", List.of(1), 1000);
    ReferenceTensor out = ops().transposedConv("t", new TransposedConv(1, 1), plane(1, 2, 1, 10));
    assertThat(out.toDoubles()).containsExactly(1006, 1057, 1068, 1070, 1010, 1101, 1112, 1110);
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
    assertThat(ops().deformableConv("d", new DeformableConv(1, 1), x, shifts).toDoubles())
        .containsExactly(0, 1, 0, 0.75);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ops().deformableConv("d", new DeformableConv(1, 1), plane(1, 1, 1), shifts));
  }

  @Test
  void unshiftedTapsAreAConvolution() {
    parameter("d.weight", List.of(1, 1, 3, 3), 0, 0, 0, 0, 0, 2, 0, 20, 0);
    ReferenceTensor still = ReferenceTensor.of(1, 27, 2, 2, new float[27 * 4]);
    assertThat(
            ops()
                .deformableConv("d", new DeformableConv(1, 1), plane(2, 2, 1, 2, 3, 4), still)
                .toDoubles())
        .containsExactly(32, 40, 4, 0);
  }

  @Test
  void linearMultipliesByRowsOfItsWeight() {
    parameter("fc.weight", List.of(2, 3), 1, 2, 3, 4, 5, 6);
    parameter("fc.bias", List.of(2), 0.5f, -0.5f);
    ReferenceTensor logits = ops().linear("fc", Linear.ofRows(3, 2), pixel(1, 10, 100));
    assertThat(logits).hasToString("[1, 2, 1, 1]");
    assertThat(logits.toDoubles()).containsExactly(321.5, 653.5);
  }

  @Test
  void pixelLinearMultipliesByRowsOfItsWeightAtEveryPixel() {
    parameter("fc.weight", List.of(1, 2), 1, 10);
    parameter("fc.bias", List.of(1), 100);
    ReferenceTensor x = ReferenceTensor.of(1, 2, 1, 2, new float[] {1, 2, 3, 4});
    assertThat(ops().linear("fc", Linear.perPixel(2, 1), x).toDoubles()).containsExactly(131, 142);
    assertThat(ops().linear("fc", Linear.perPixel(2, 1).withoutBias(), x).toDoubles())
        .containsExactly(31, 42);
  }

  @Test
  void channelNormUsesTheBiasedVarianceAndEpsilonInsideTheRoot() {
    parameter("n.weight", List.of(2), 1, 2);
    parameter("n.bias", List.of(2), 0, 5);
    // Mean 4, variance 1, deviation sqrt(1 + 3) = 2.
    assertThat(ops().norm("n", Norm.layer(2, 3), pixel(3, 5)).toDoubles()).containsExactly(-0.5, 6);
  }

  @Test
  void normWithoutMeanKeepsTheMeanButDividesByTheDeviationAboutIt() {
    parameter("n.weight", List.of(2), 1, 2);
    // Mean 4, variance 1, deviation sqrt(1 + 3) = 2.
    assertThat(ops().norm("n", Norm.biasFree(2, 3), pixel(3, 5)).toDoubles())
        .containsExactly(1.5, 5);
  }

  @Test
  void batchNormTakesTheStatisticsGiven() {
    parameter("n.weight", List.of(1), 2);
    parameter("n.bias", List.of(1), 1);
    parameter("n.running_mean", List.of(1), 3);
    parameter("n.running_var", List.of(1), 15);
    assertThat(ops().norm("n", Norm.batch(1, 1), plane(1, 2, 7, 3)).toDoubles())
        .containsExactly(3, 1);
  }

  @Test
  void channelScaleHasOneFactorPerChannel() {
    parameter("beta", List.of(1, 2, 1, 1), 3, -1);
    assertThat(ops().scale("beta", new Scale(2), pixel(2, 5)).toDoubles()).containsExactly(6, -5);
  }

  @Test
  void softmaxScaleTakesOneEntryOfTheSoftmaxEvenOfLargeNumbers() {
    parameter("mix", List.of(2), 1000, (float) (1000 + Math.log(3)));
    assertThat(ops().softmaxScale("mix", new SoftmaxScale(2, 0), pixel(4)).at(0, 0, 0, 0))
        .isCloseTo(1, within(1e-4));
    assertThat(ops().softmaxScale("mix", new SoftmaxScale(2, 1), pixel(4)).at(0, 0, 0, 0))
        .isCloseTo(3, within(1e-4));
  }
}
