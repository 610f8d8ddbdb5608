package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.text.Text;
import java.util.BitSet;
import java.util.stream.IntStream;
import smile.classification.KNN;
import smile.math.distance.Distance;
import smile.neighbor.LinearSearch;

/**
 * Classifies points by the vote of their nearest neighbours; in a tie the first class wins.
 *
 * @param count neighbours that vote
 */
record NearestNeighbours(int count) {

  /** Looks distances up, so that the high-dimensional points are compared once only. */
  private record Lookup(double[][] distances) implements Distance<Integer> {

    private static final long serialVersionUID = 1L;

    @Override
    public double d(Integer x, Integer y) {
      return distances[x][y];
    }
  }

  /**
   * Measures how many held-out points are classified rightly by the others.
   *
   * @param distances between all points
   * @param labels class of every point, 0 and upwards; every class has points that are not held out
   * @param heldOut the points to classify
   * @return the share, 0..1
   * @throws IllegalArgumentException if no point is held out, or fewer points than neighbours are
   *     not
   */
  double accuracy(double[][] distances, int[] labels, BitSet heldOut) {
    int[] known = IntStream.range(0, labels.length).filter(i -> !heldOut.get(i)).toArray();
    if (heldOut.isEmpty() || known.length < count) {
      throw new IllegalArgumentException(
          Text.of(
              "%d neighbours cannot vote on %d points among %d",
              count, heldOut.cardinality(), known.length));
    }
    Integer[] points = IntStream.of(known).boxed().toArray(Integer[]::new);
    int[] knownLabels = IntStream.of(known).map(i -> labels[i]).toArray();
    KNN<Integer> classifier =
        new KNN<>(new LinearSearch<>(points, new Lookup(distances)), knownLabels, count);
    long right = heldOut.stream().filter(i -> classifier.predict(i) == labels[i]).count();
    return (double) right / heldOut.cardinality();
  }
}
