package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.Affine;
import io.github.dcpt4j.exporter.network.ChannelAttention;
import io.github.dcpt4j.exporter.network.ChannelAttention.Activation;
import io.github.dcpt4j.exporter.network.CoarseWindow;
import io.github.dcpt4j.exporter.network.Conv;
import io.github.dcpt4j.exporter.network.Padding;
import io.github.dcpt4j.exporter.network.Prompt;
import io.github.dcpt4j.exporter.network.WindowAttention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every operation on numbers that can be worked out by hand. */
class ReferenceOpsTest {
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

  private static ReferenceTensor pixel(float... channels) {
    return ReferenceTensor.of(1, channels.length, 1, 1, channels);
  }

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
  void channelNormUsesTheBiasedVarianceAndEpsilonInsideTheRoot() {
    parameter("n.weight", List.of(2), 1, 2);
    parameter("n.bias", List.of(2), 0, 5);
    // Mean 4, variance 1, deviation sqrt(1 + 3) = 2.
    assertThat(ops().channelNorm("n", 2, 3, pixel(3, 5)).toDoubles()).containsExactly(-0.5, 6);
  }

  @Test
  void channelScaleHasOneFactorPerChannel() {
    parameter("beta", List.of(1, 2, 1, 1), 3, -1);
    assertThat(ops().channelScale("beta", 2, pixel(2, 5)).toDoubles()).containsExactly(6, -5);
  }

  @Test
  void softmaxScaleTakesOneEntryOfTheSoftmaxEvenOfLargeNumbers() {
    parameter("mix", List.of(2), 1000, (float) (1000 + Math.log(3)));
    assertThat(ops().softmaxScale("mix", 2, 0, pixel(4)).at(0, 0, 0, 0)).isCloseTo(1, within(1e-4));
    assertThat(ops().softmaxScale("mix", 2, 1, pixel(4)).at(0, 0, 0, 0)).isCloseTo(3, within(1e-4));
  }

  @Test
  void linearMultipliesByRowsOfItsWeight() {
    parameter("fc.weight", List.of(2, 3), 1, 2, 3, 4, 5, 6);
    parameter("fc.bias", List.of(2), 0.5f, -0.5f);
    ReferenceTensor logits = ops().linear("fc", 3, 2, pixel(1, 10, 100));
    assertThat(logits).hasToString("[1, 2, 1, 1]");
    assertThat(logits.toDoubles()).containsExactly(321.5, 653.5);
  }

  @Test
  void productTakesFactorsPerValueOrPerChannel() {
    ReferenceTensor x = plane(1, 2, 3, 4);
    assertThat(ops().multiply(x, plane(1, 2, 10, 100)).toDoubles()).containsExactly(30, 400);
    assertThat(ops().multiply(x, pixel(10)).toDoubles()).containsExactly(30, 40);
  }

  @Test
  void sumAddsValueByValue() {
    assertThat(ops().add(plane(1, 2, 3, 4), plane(1, 2, 10, 100)).toDoubles())
        .containsExactly(13, 104);
  }

  @Test
  void gateMultipliesTheHalvesOfTheChannels() {
    assertThat(ops().gate(pixel(2, 3, 10, 100)).toDoubles()).containsExactly(20, 300);
  }

  @Test
  void normWithoutMeanKeepsTheMeanButDividesByTheDeviationAboutIt() {
    parameter("n.weight", List.of(2), 1, 2);
    // Mean 4, variance 1, deviation sqrt(1 + 3) = 2.
    assertThat(ops().channelNormWithoutMean("n", 2, 3, pixel(3, 5)).toDoubles())
        .containsExactly(1.5, 5);
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

  @Test
  void channelAttentionComparesChannelsAsUnitVectorsOverAllPixels() {
    parameter("t", List.of(1, 1, 1), 2);
    // Two pixels; queries (3, 4) and (0, -2), keys (5, 0) and (0, 1), values (1, 10), (100, 1000).
    float[] qkv = {3, 4, 0, -2, 5, 0, 0, 1, 1, 10, 100, 1000};
    ReferenceTensor x = ReferenceTensor.of(1, 6, 1, 2, qkv);
    // Products: 0.6 and 0.8 for the first query, 0 and -1 for the second, all times two.
    double[] mixed =
        ops().channelAttention("t", new ChannelAttention(2, 1, Activation.RELU), x).toDoubles();
    assertThat(mixed[0]).isCloseTo(1.2 * 1 + 1.6 * 100, within(1e-12));
    assertThat(mixed[1]).isCloseTo(1.2 * 10 + 1.6 * 1000, within(1e-12));
    assertThat(mixed[2]).isZero();
    double[] soft =
        ops().channelAttention("t", new ChannelAttention(2, 1, Activation.SOFTMAX), x).toDoubles();
    double share = 1 / (1 + Math.exp(-2));
    assertThat(soft[3]).isCloseTo(share * 10 + (1 - share) * 1000, within(1e-12));
  }

  @Test
  void headsOfAnAttentionKeepToTheirOwnChannels() {
    parameter("t", List.of(2, 1, 1), 2, 3);
    ReferenceTensor x = pixel(1, -1, 1, 1, 10, 100);
    ChannelAttention attention = new ChannelAttention(2, 2, Activation.RELU);
    assertThat(ops().channelAttention("t", attention, x).toDoubles()).containsExactly(20, 0);
  }

  @Test
  void vectorsWithoutLengthAreNotDividedByIt() {
    parameter("t", List.of(1, 1, 1), 2);
    ChannelAttention attention = new ChannelAttention(1, 1, Activation.RELU);
    assertThat(ops().channelAttention("t", attention, pixel(0, 0, 5)).toDoubles())
        .containsExactly(0);
  }

  @Test
  void softmaxOfARowSumsToOneEvenForLargeNumbers() {
    double[] shares = ops().softmax(pixel(1000, (float) (1000 + Math.log(3)))).toDoubles();
    assertThat(shares[0]).isCloseTo(0.25, within(1e-5));
    assertThat(shares[0] + shares[1]).isCloseTo(1, within(1e-15));
  }

  @Test
  void mixtureWeighsWholeFeatureMaps() {
    parameter("p", List.of(1, 2, 1, 2, 2), 1, 2, 3, 4, 10, 20, 30, 40);
    ReferenceTensor shares = ReferenceTensor.of(2, 2, 1, 1, new float[] {1, 0, 0.5f, 2});
    ReferenceTensor mixture = ops().mixture("p", new Prompt(2, 1, 2), shares);
    assertThat(mixture).hasToString("[2, 1, 2, 2]");
    assertThat(mixture.toDoubles()).containsExactly(1, 2, 3, 4, 20.5, 41, 61.5, 82);
  }

  @Test
  void resizingInterpolatesBetweenPixelCentresAndRepeatsTheBorder() {
    assertThat(ops().resizeLike(plane(1, 2, 0, 8), plane(1, 4, 0, 0, 0, 0)).toDoubles())
        .containsExactly(0, 2, 6, 8);
    assertThat(ops().resizeLike(plane(2, 1, 0, 8), plane(4, 1, 0, 0, 0, 0)).toDoubles())
        .containsExactly(0, 2, 6, 8);
    // Without antialiasing two of four values are left out.
    assertThat(ops().resizeLike(plane(1, 4, 1, 2, 4, 8), pixel(0)).toDoubles()).containsExactly(3);
  }

  @Test
  void concatPutsTheFirstChannelsFirst() {
    assertThat(ops().concat(pixel(1, 2), pixel(3)).toDoubles()).containsExactly(1, 2, 3);
  }

  @Test
  void pixelUnshuffleUndoesTheShuffle() {
    ReferenceTensor x = pixel(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(ops().pixelUnshuffle(ops().pixelShuffle(x, 2), 2).toDoubles())
        .containsExactly(x.toDoubles());
    assertThat(ops().pixelUnshuffle(plane(2, 4, 1, 2, 3, 4, 5, 6, 7, 8), 2).toDoubles())
        .containsExactly(1, 3, 2, 4, 5, 7, 6, 8);
  }

  @Test
  void reluKeepsPositiveValuesOnly() {
    assertThat(ops().relu(pixel(-1, 0, 2)).toDoubles()).containsExactly(0, 0, 2);
  }

  @Test
  void spatialMeanKeepsImagesAndChannelsApart() {
    ReferenceTensor x = ReferenceTensor.of(2, 2, 1, 2, new float[] {1, 2, 3, 5, 7, 9, 11, 15});
    ReferenceTensor mean = ops().spatialMean(x);
    assertThat(mean).hasToString("[2, 2, 1, 1]");
    assertThat(mean.toDoubles()).containsExactly(1.5, 4, 8, 13);
  }

  @Test
  void maxPoolDropsAnOddRowAndColumn() {
    ReferenceTensor x = plane(3, 3, -4, -3, 9, -2, -1, 9, 9, 9, 9);
    assertThat(ops().maxPool(x).toDoubles()).containsExactly(-1);
  }

  @Test
  void pixelShuffleTakesRowOffsetsBeforeColumnOffsets() {
    ReferenceTensor out = ops().pixelShuffle(pixel(1, 2, 3, 4, 5, 6, 7, 8), 2);
    assertThat(out).hasToString("[1, 2, 2, 2]");
    assertThat(out.toDoubles()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void geluIsTheExactOne() {
    // By the tables of the normal distribution: x times the probability of a value below x.
    double[] values = ops().gelu(pixel(-2, -1, 0, 1, 9)).toDoubles();
    assertThat(values[0]).isCloseTo(-2 * 0.022750131948179, within(1e-14));
    assertThat(values[1]).isCloseTo(-0.158655253931457, within(1e-14));
    assertThat(values[2]).isZero();
    assertThat(values[3]).isCloseTo(0.841344746068543, within(1e-14));
    assertThat(values[4]).isEqualTo(9);
  }

  @Test
  void leakyReluLetsAShareOfNegativeValuesThrough() {
    assertThat(ops().leakyRelu(pixel(-8, 0, 3), 0.25).toDoubles()).containsExactly(-2, 0, 3);
  }

  @Test
  void pixelLinearMultipliesByRowsOfItsWeightAtEveryPixel() {
    parameter("fc.weight", List.of(1, 2), 1, 10);
    parameter("fc.bias", List.of(1), 100);
    ReferenceTensor x = ReferenceTensor.of(1, 2, 1, 2, new float[] {1, 2, 3, 4});
    assertThat(ops().pixelLinear("fc", 2, 1, true, x).toDoubles()).containsExactly(131, 142);
    assertThat(ops().pixelLinear("fc", 2, 1, false, x).toDoubles()).containsExactly(31, 42);
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
  void positionsAreStoredPixelByPixel() {
    parameter("p", List.of(1, 2, 2), 1, 2, 3, 4);
    ReferenceTensor x = ReferenceTensor.of(1, 2, 1, 2, new float[4]);
    assertThat(ops().addPositions("p", 2, 1, 2, x).toDoubles()).containsExactly(1, 3, 2, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().addPositions("p", 2, 2, 1, x))
        .withMessageContaining("p does not fit");
  }

  @Test
  void decimationKeepsTheFirstPixelOfWholeBlocks() {
    ReferenceTensor x = plane(2, 5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(ops().decimate(x, 2).toDoubles()).containsExactly(1, 3);
  }

  /** Values 0, 1 and so on; queries and keys of zero, so that pixels take their window's mean. */
  private static ReferenceTensor evenAttention(int height, int width) {
    float[] qkv = new float[3 * height * width];
    for (int i = 0; i < height * width; i++) {
      qkv[2 * height * width + i] = i;
    }
    return ReferenceTensor.of(1, 3, height, width, qkv);
  }

  @Test
  void pixelsAttendToTheirOwnWindow() {
    WindowAttention windows = new WindowAttention(1, 1, 2, 0, false, false);
    assertThat(ops().windowAttention("a", windows, evenAttention(2, 4)).toDoubles())
        .containsExactly(2.5, 2.5, 4.5, 4.5, 2.5, 2.5, 4.5, 4.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().windowAttention("a", windows, evenAttention(2, 3)))
        .withMessageContaining("a does not fit");
  }

  @Test
  void shiftedWindowsWrapRoundAndAMaskKeepsTheirPartsFromEachOther() {
    ReferenceTensor qkv = evenAttention(4, 4);
    WindowAttention wrapping = new WindowAttention(1, 1, 2, 1, false, false);
    WindowAttention masked = new WindowAttention(1, 1, 2, 1, false, true);
    // The corner's window holds all four corners, 0, 3, 12 and 15.
    assertThat(ops().windowAttention("a", wrapping, qkv).at(0, 0, 0, 0)).isEqualTo(7.5);
    assertThat(ops().windowAttention("a", masked, qkv).at(0, 0, 0, 0)).isCloseTo(0, within(1e-40));
    // On the left edge, 4 and 8 stay together without 7 and 11 of the right edge.
    assertThat(ops().windowAttention("a", wrapping, qkv).at(0, 0, 1, 0)).isEqualTo(7.5);
    assertThat(ops().windowAttention("a", masked, qkv).at(0, 0, 1, 0)).isEqualTo(6);
  }

  @Test
  void thePositionBiasBelongsToTheKeyAsSeenFromTheQuery() {
    // A window of 2 x 2: the bias that a key one row below the query has, row 0 - 1 + 1, is large.
    float[] table = new float[9];
    table[1] = 1000;
    parameter("a.relative_position_bias_table", List.of(9, 1), table);
    float[] values = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    WindowAttention attention = new WindowAttention(1, 1, 2, 0, true, false);
    ReferenceTensor out =
        ops().windowAttention("a", attention, ReferenceTensor.of(1, 3, 2, 2, values));
    assertThat(out.toDoubles()).containsExactly(3, 4, 2.5, 2.5);
  }

  @Test
  void anUnknownParameterIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().conv("intro", Conv.pointwise(1, 1), pixel(1)))
        .withMessage("there is no tensor 'intro.weight'");
  }

  @Test
  void aMisshapenParameterIsNamedWithBothShapes() {
    parameter("intro.weight", List.of(1, 1), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().conv("intro", Conv.pointwise(1, 1), pixel(1)))
        .withMessage(
            "the parameter 'intro.weight' has the shape [1, 1], the network needs [1, 1, 1, 1]");
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    ReferenceOps ops = ops();
    ReferenceTensor x = ReferenceTensor.of(1, 3, 1, 1, new float[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.conv("c", Conv.pointwise(2, 2), x))
        .withMessage("c does not fit an input of [1, 3, 1, 1]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.conv("c", Conv.same(3, 3, 2).withStride(2, 0), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.channelNorm("n", 2, 0, x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.channelScale("s", 2, x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.linear("fc", 2, 2, x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.add(x, pixel(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.multiply(x, pixel(1, 2)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.gate(x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.maxPool(x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.pixelShuffle(x, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.pixelUnshuffle(x, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.geluGate(x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.channelNormWithoutMean("n", 2, 0, x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.softmax(plane(1, 2, 3, 4)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.mixture("p", new Prompt(2, 1, 2), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.concat(x, plane(1, 2, 3, 4)));
    ChannelAttention attention = new ChannelAttention(3, 1, Activation.RELU);
    assertThatIllegalArgumentException().isThrownBy(() -> ops.channelAttention("t", attention, x));
  }

  @Test
  void geluIsTheExactOneAndSigmoidTheLogisticFunction() {
    assertThat(ops().gelu(pixel(-1, 0, 1, 2)).toDoubles())
        .containsExactly(
            new double[] {-0.15865525393145707, 0, 0.8413447460685429, 1.9544997361036416},
            within(1e-15));
    assertThat(ops().sigmoid(pixel((float) Math.log(3), 0)).toDoubles())
        .containsExactly(new double[] {0.75, 0.5}, within(1e-7));
  }

  @Test
  void localMeansAreTakenOfEveryWindowThatLiesInside() {
    ReferenceTensor x = plane(2, 3, 1, 2, 3, 4, 5, 9);
    assertThat(ops().localMeans(x, 1, 2).toDoubles()).containsExactly(1.5, 2.5, 4.5, 7);
    assertThat(ops().localMeans(x, 2, 2).toDoubles()).containsExactly(3, 4.75);
    assertThat(ops().localMeans(x, 5, 1).toDoubles()).containsExactly(2.5, 3.5, 6);
    assertThat(ops().localMeans(x, 2, 3)).hasToString("[1, 1, 1, 1]");
    assertThat(ops().localMeans(x, 9, 9).toDoubles()).isEqualTo(ops().spatialMean(x).toDoubles());
  }

  @Test
  void coarseLocalMeansSeeEverySoManyPixelsAfterTheFirst() {
    ReferenceTensor x = plane(1, 6, 1, 2, 3, 4, 5, 6);
    CoarseWindow rows = new CoarseWindow(2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().coarseLocalMeans(x, rows, new CoarseWindow(4, 2)))
        .withMessageContaining("every few pixels");
    assertThat(ops().coarseLocalMeans(x, rows, new CoarseWindow(6, 2)).toDoubles())
        .containsExactly(3.5);

    ReferenceTensor high = plane(2, 6, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6);
    // The grid is 3, 5; then 2, 3, 4, 5, 6 where the step may be one only.
    assertThat(ops().coarseLocalMeans(high, rows, new CoarseWindow(3, 2)).toDoubles())
        .containsExactly(3, 3, 5, 5);
    assertThat(ops().coarseLocalMeans(high, rows, new CoarseWindow(4, 1)).toDoubles())
        .containsExactly(3.5, 4.5);
  }

  @Test
  void factorsInTheMiddleHoldOnBeyondTheirEdges() {
    ReferenceTensor x = plane(1, 5, 1, 1, 1, 1, 2);
    assertThat(ops().multiplyAround(x, plane(1, 2, 3, 7)).toDoubles())
        .containsExactly(3, 3, 7, 7, 14);
    assertThat(ops().multiplyAround(plane(2, 1, 1, 5), plane(1, 1, 2)).toDoubles())
        .containsExactly(2, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().multiplyAround(x, plane(2, 1, 1, 1)));
  }

  @Test
  void paddingWithZerosExtendsBottomAndRightToTheNextMultiple() {
    ReferenceTensor out = ops().padToMultiple(plane(2, 3, 1, 2, 3, 4, 5, 6), 2, Padding.ZERO);
    assertThat(out.toDoubles()).containsExactly(1, 2, 3, 0, 4, 5, 6, 0);
    out = ops().padToMultiple(plane(1, 1, 7), 3, Padding.ZERO);
    assertThat(out.toDoubles()).containsExactly(7, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void paddingWithTheReflectionDoesNotRepeatTheEdge() {
    ReferenceTensor x = plane(3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    assertThat(ops().padToMultiple(x, 5, Padding.REFLECT).toDoubles())
        .containsExactly(
            1, 2, 3, 4, 3, 5, 6, 7, 8, 7, 9, 10, 11, 12, 11, 5, 6, 7, 8, 7, 1, 2, 3, 4, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops().padToMultiple(x, 8, Padding.REFLECT))
        .withMessageContaining("reflection");
  }

  @Test
  void whatIsAMultipleAlreadyIsNotPadded() {
    ReferenceTensor x = plane(2, 4, 1, 2, 3, 4, 5, 6, 7, 8);
    for (Padding padding : Padding.values()) {
      assertThat(ops().padToMultiple(x, 2, padding).toDoubles()).isEqualTo(x.toDoubles());
    }
  }

  @Test
  void cropKeepsTheTopLeftPart() {
    ReferenceTensor x = plane(2, 3, 1, 2, 3, 4, 5, 6);
    assertThat(ops().cropLike(x, plane(2, 2, 0, 0, 0, 0)).toDoubles()).containsExactly(1, 2, 4, 5);
    assertThatIllegalArgumentException().isThrownBy(() -> ops().cropLike(x, plane(3, 1, 0, 0, 0)));
  }
}
