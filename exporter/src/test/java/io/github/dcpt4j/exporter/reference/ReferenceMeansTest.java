package io.github.dcpt4j.exporter.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dcpt4j.exporter.ops.CoarseWindow;
import org.junit.jupiter.api.Test;

/** Means, and products with them on numbers that can be worked out by hand. */
class ReferenceMeansTest extends ByHand {

  @Test
  void spatialMeanKeepsImagesAndChannelsApart() {
    ReferenceTensor x = ReferenceTensor.of(2, 2, 1, 2, new float[] {1, 2, 3, 5, 7, 9, 11, 15});
    ReferenceTensor mean = ops().globalAveragePool(x);
    assertThat(mean).hasToString("[2, 2, 1, 1]");
    assertThat(mean.toDoubles()).containsExactly(1.5, 4, 8, 13);
  }

  @Test
  void localMeansAreTakenOfEveryWindowThatLiesInside() {
    ReferenceTensor x = plane(2, 3, 1, 2, 3, 4, 5, 9);
    assertThat(ops().localMeans(x, 1, 2).toDoubles()).containsExactly(1.5, 2.5, 4.5, 7);
    assertThat(ops().localMeans(x, 2, 2).toDoubles()).containsExactly(3, 4.75);
    assertThat(ops().localMeans(x, 5, 1).toDoubles()).containsExactly(2.5, 3.5, 6);
    assertThat(ops().localMeans(x, 2, 3)).hasToString("[1, 1, 1, 1]");
    assertThat(ops().localMeans(x, 9, 9).toDoubles())
        .isEqualTo(ops().globalAveragePool(x).toDoubles());
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
}
