package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Norm;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.ops.Scale;
import io.github.dcpt4j.exporter.ops.TransposedAttention;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every operation refuses. */
class ReferenceOpsTest extends ByHand {

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
    assertThatIllegalArgumentException().isThrownBy(() -> ops.norm("n", Norm.layer(2, 0), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.scale("s", new Scale(2), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.linear("fc", Linear.ofRows(2, 2), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.add(x, pixel(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.multiply(x, pixel(1, 2)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.simpleGate(x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.maxPool(x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.pixelShuffle(x, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.pixelUnshuffle(x, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.geluGate(x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.norm("n", Norm.biasFree(2, 0), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.softmax(plane(1, 2, 3, 4)));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.mixture("p", new Prompt(2, 1, 2), x));
    assertThatIllegalArgumentException().isThrownBy(() -> ops.concat(x, plane(1, 2, 3, 4)));
    TransposedAttention attention = new TransposedAttention(3, 1, Activation.RELU);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.transposedAttention("t", attention, x));
  }
}
