package io.github.dcpt4j.exporter.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dcpt4j.exporter.ops.Affine;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Padding;
import io.github.dcpt4j.exporter.ops.Positions;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.ops.WindowAttention;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolicOpsTest {

  private final SymbolicOps ops = new SymbolicOps();
  private final Extent image = new Extent(3, 8, 6);

  @Test
  void convolutionCountsOneMultiplicationPerOutputValueAndInputOfItsGroup() {
    assertThat(ops.conv("a", Conv.same(3, 5, 3), image)).isEqualTo(new Extent(5, 8, 6));
    assertThat(ops.multiplyAccumulates()).isEqualTo(5 * 8 * 6 * 27);
    ops.conv("b", Conv.depthwise(3), image);
    assertThat(ops.multiplyAccumulates()).isEqualTo(5 * 8 * 6 * 27 + 3 * 8 * 6 * 9);
  }

  @Test
  void linearCountsOneMultiplicationPerWeight() {
    assertThat(ops.linear("fc", Linear.ofRows(3, 5), ops.globalAveragePool(image)))
        .isEqualTo(new Extent(5, 1, 1));
    assertThat(ops.multiplyAccumulates()).isEqualTo(15);
  }

  @Test
  void channelAttentionCountsBothProductsOfEachHead() {
    TransposedAttention attention = new TransposedAttention(4, 2, Activation.SOFTMAX);
    assertThat(ops.transposedAttention("t", attention, new Extent(12, 8, 6)))
        .isEqualTo(new Extent(4, 8, 6));
    assertThat(ops.multiplyAccumulates()).isEqualTo(2 * (2 * 2 * 2) * 8 * 6);
  }

  @Test
  void aLinearLayerAtEveryPixelCountsOneMultiplicationPerWeightAndPixel() {
    assertThat(ops.linear("a", Linear.perPixel(3, 5), image)).isEqualTo(new Extent(5, 8, 6));
    assertThat(ops.multiplyAccumulates()).isEqualTo(8 * 6 * 15);
  }

  @Test
  void attentionWithinWindowsCountsBothOfItsProducts() {
    WindowAttention attention = new WindowAttention(4, 2, 2, 1, true, true);
    assertThat(ops.windowAttention("a", attention, new Extent(12, 8, 6)))
        .isEqualTo(new Extent(4, 8, 6));
    assertThat(ops.multiplyAccumulates()).isEqualTo(2 * 8 * 6 * 4 * 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.windowAttention("a", attention, new Extent(12, 8, 7)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.windowAttention("a", attention, new Extent(8, 8, 6)));
  }

  @Test
  void sizesFollowTheOperations() {
    assertThat(ops.strideSample(new Extent(2, 7, 4), 2)).isEqualTo(new Extent(2, 3, 2));
    assertThat(ops.conv("a", Conv.same(3, 4, 7).withStride(2, 3), image))
        .isEqualTo(new Extent(4, 4, 3));
    assertThat(ops.maxPool(new Extent(2, 5, 4))).isEqualTo(new Extent(2, 2, 2));
    assertThat(ops.pixelShuffle(new Extent(8, 5, 4), 2)).isEqualTo(new Extent(2, 10, 8));
    assertThat(ops.pixelUnshuffle(new Extent(2, 10, 8), 2)).isEqualTo(new Extent(8, 5, 4));
    assertThat(ops.concat(new Extent(2, 5, 4), new Extent(3, 5, 4))).isEqualTo(new Extent(5, 5, 4));
    assertThat(ops.geluGate(new Extent(8, 5, 4))).isEqualTo(new Extent(4, 5, 4));
    assertThat(ops.simpleGate(new Extent(8, 5, 4))).isEqualTo(new Extent(4, 5, 4));
    assertThat(ops.localMeans(new Extent(8, 5, 4), 2, 9)).isEqualTo(new Extent(8, 4, 1));
    assertThat(ops.multiplyAround(image, new Extent(3, 2, 6))).isEqualTo(image);
    assertThat(ops.padToMultiple(new Extent(8, 5, 4), 4, Padding.REFLECT))
        .isEqualTo(new Extent(8, 8, 4));
    assertThat(ops.cropLike(new Extent(8, 8, 8), image)).isEqualTo(new Extent(8, 8, 6));
  }

  @Test
  void sameParameterMayBeUsedTwiceButNotWithTwoShapes() {
    ops.scale("beta", new Scale(3), image);
    ops.scale("beta", new Scale(3), image);
    assertThat(ops.parameters()).hasSize(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> ops.scale("beta", new Scale(4), new Extent(4, 1, 1)))
        .withMessageContaining("beta");
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.conv("a", Conv.pointwise(4, 4), image))
        .withMessageContaining("a does not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.conv("a", Conv.same(3, 3, 2).withStride(2, 0), new Extent(3, 1, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.norm("n", Norm.layer(4, 0), image));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.linear("fc", Linear.ofRows(3, 5), image));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.linear("a", Linear.perPixel(4, 4), image));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.strideSample(image, 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.affine(image, new Affine(List.of(1.0, 1.0), List.of(0.0, 0.0))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.addPositions("p", new Positions(4, 8, 6), image));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.simpleGate(image));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.padToMultiple(image, 12, Padding.REFLECT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.multiplyAround(image, new Extent(3, 9, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.cropLike(image, new Extent(3, 9, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.pixelShuffle(image, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.maxPool(new Extent(3, 1, 4)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.add(image, new Extent(3, 8, 7)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.multiply(image, new Extent(1, 8, 6)));
  }
}
