package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SquaredDistancesTest {

  /** Inner products of (3, 4), (6, 8) and (0, 0). */
  private static final double[][] PRODUCTS = {{25, 50, 0}, {50, 100, 0}, {0, 0, 0}};

  @Test
  void followFromInnerProducts() {
    assertThat(SquaredDistances.of(PRODUCTS))
        .isDeepEqualTo(new double[][] {{0, 25, 25}, {25, 0, 100}, {25, 100, 0}});
  }

  @Test
  void ofNormalisedPointsForgetTheirLengths() {
    double[][] distances = SquaredDistances.normalised(PRODUCTS);

    assertThat(distances[0][1]).isCloseTo(0, within(1e-12));
    assertThat(distances[0][2]).as("to the point of zeros").isCloseTo(1, within(1e-12));
  }

  @Test
  void areNeverNegative() {
    double[][] rounded = {{1, 1 + 1e-9}, {1 + 1e-9, 1}};

    assertThat(SquaredDistances.of(rounded)).isDeepEqualTo(new double[2][2]);
  }
}
