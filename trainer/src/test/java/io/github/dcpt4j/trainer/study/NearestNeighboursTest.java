package io.github.dcpt4j.trainer.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NearestNeighboursTest {

  private static final int POINTS = 60;

  @Test
  void classesThatLieApartAreToldApart() {
    int[] labels = labels(3);
    double[] line = new double[POINTS];
    Arrays.setAll(line, i -> 100 * labels[i] + i % 7);

    assertThat(accuracy(line, labels, everyThird())).isEqualTo(1);
  }

  @Test
  void pointsAmongThoseOfTheOtherClassAreNeverNamedRightly() {
    int[] labels = labels(2);
    BitSet heldOut = everyThird();
    double[] line = new double[POINTS];
    Arrays.setAll(line, i -> 100 * (heldOut.get(i) ? labels[i] : 1 - labels[i]) + i % 7);

    assertThat(accuracy(line, labels, heldOut)).isZero();
  }

  @Test
  void placesThatTellNothingOfTheClassGiveChance() {
    int[] labels = labels(2);
    SplittableRandom random = new SplittableRandom(5);
    double[] line = new double[POINTS];
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      Arrays.setAll(line, point -> random.nextDouble());
      sum += accuracy(line, labels, everyThird()) / 50;
    }

    assertThat(sum).isBetween(0.42, 0.58);
  }

  @Test
  void theMajorityOfTheNeighboursDecides() {
    double[] line = {0, 1, -1, 5, 6, 7};
    int[] labels = {0, 0, 0, 1, 1, 1};
    BitSet heldOut = new BitSet();
    heldOut.set(0);

    assertThat(new NearestNeighbours(3).accuracy(distances(line), labels, heldOut)).isEqualTo(1);
    // All five vote, three of them of the other class.
    assertThat(new NearestNeighbours(5).accuracy(distances(line), labels, heldOut)).isZero();
  }

  @Test
  void moreNeighboursThanPointsAreRefused() {
    BitSet heldOut = new BitSet();
    heldOut.set(0);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new NearestNeighbours(5)
                    .accuracy(distances(new double[5]), new int[] {0, 1, 0, 1, 0}, heldOut))
        .withMessage("5 neighbours cannot vote on 1 points among 4");
  }

  private static double accuracy(double[] line, int[] labels, BitSet heldOut) {
    return new NearestNeighbours(5).accuracy(distances(line), labels, heldOut);
  }

  private static int[] labels(int classes) {
    int[] labels = new int[POINTS];
    Arrays.setAll(labels, i -> i % classes);
    return labels;
  }

  /** Six points in a row are held out, and twelve are not: all classes are among both. */
  private static BitSet everyThird() {
    BitSet heldOut = new BitSet();
    for (int i = 0; i < POINTS; i++) {
      heldOut.set(i, i / 6 % 3 == 0);
    }
    return heldOut;
  }

  private static double[][] distances(double[] line) {
    double[][] distances = new double[line.length][line.length];
    for (int i = 0; i < line.length; i++) {
      for (int j = 0; j < line.length; j++) {
        distances[i][j] = (line[i] - line[j]) * (line[i] - line[j]);
      }
    }
    return distances;
  }
}
