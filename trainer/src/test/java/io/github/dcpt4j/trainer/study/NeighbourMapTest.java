package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeighbourMapTest {

  private static final int POINTS = 40;

  @Test
  void keepsGroupsApart() {
    double[][] map = NeighbourMap.draw(distances(), 8, 500, 1);

    double inside = 0;
    double between = Double.MAX_VALUE;
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        double distance = Math.hypot(map[i][0] - map[j][0], map[i][1] - map[j][1]);
        if (i % 2 == j % 2) {
          inside = Math.max(inside, distance);
        } else {
          between = Math.min(between, distance);
        }
      }
    }
    assertThat(between).isGreaterThan(inside);
  }

  @Test
  void theSeedDecidesWhereItTurns() {
    assertThat(NeighbourMap.draw(distances(), 8, 50, 1))
        .isDeepEqualTo(NeighbourMap.draw(distances(), 8, 50, 1));
    assertThat(NeighbourMap.draw(distances(), 8, 50, 2)[0])
        .isNotEqualTo(NeighbourMap.draw(distances(), 8, 50, 1)[0]);
  }

  @Test
  void fewPointsGetASmallerPerplexity() {
    double[][] distances = {{0, 1, 4, 9}, {1, 0, 1, 4}, {4, 1, 0, 1}, {9, 4, 1, 0}};

    assertThat(
            Arrays.stream(NeighbourMap.draw(distances, 30, 10, 1)).flatMapToDouble(Arrays::stream))
        .hasSize(8)
        .allSatisfy(value -> assertThat(value).isFinite());
  }

  /** Two groups in ten dimensions, far from each other. */
  private static double[][] distances() {
    SplittableRandom random = new SplittableRandom(2);
    double[][] points = new double[POINTS][10];
    for (int i = 0; i < POINTS; i++) {
      for (int axis = 0; axis < 10; axis++) {
        points[i][axis] = random.nextDouble() + (i % 2 == 0 ? 0 : 5);
      }
    }
    double[][] distances = new double[POINTS][POINTS];
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        for (int axis = 0; axis < 10; axis++) {
          distances[i][j] += Math.pow(points[i][axis] - points[j][axis], 2);
        }
      }
    }
    return distances;
  }
}
