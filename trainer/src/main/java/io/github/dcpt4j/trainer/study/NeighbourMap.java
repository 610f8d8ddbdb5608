package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.sdk.text.Text;
import java.util.Arrays;
import smile.manifold.TSNE;
import smile.util.MulticoreExecutor;

/**
 * Draws points of many dimensions on a plane so that near ones stay near: t-SNE (van der Maaten and
 * Hinton, Visualizing Data using t-SNE, JMLR 2008), exact, not approximated by a tree.
 */
final class NeighbourMap {

  private static final int PLANE = 2;
  private static final double LEARNING_RATE = 200;

  /** t-SNE needs clearly more points than the perplexity. */
  private static final double POINTS_PER_PERPLEXITY = 3;

  private static final String THREADS = "smile.threads";

  private NeighbourMap() {}

  /**
   * Draws the map. A function of its arguments alone.
   *
   * @param squaredDistances between all points, 4 or more
   * @param perplexity about how many points count as near; less is taken of few points
   * @return x and y of every point
   */
  static double[][] draw(
      double[][] squaredDistances, double perplexity, int iterations, long seed) {
    useOneThread();
    smile.math.Math.setSeed(seed);
    double most = (squaredDistances.length - 1) / POINTS_PER_PERPLEXITY;
    double[][] own = Arrays.stream(squaredDistances).map(double[]::clone).toArray(double[][]::new);
    return new TSNE(own, PLANE, Math.min(perplexity, most), LEARNING_RATE, iterations)
        .getCoordinates();
  }

  /**
   * Smile moves points while other threads read them, so that several threads would draw a map that
   * differs from time to time. It asks for this property once, before its first parallel task.
   */
  private static void useOneThread() {
    System.setProperty(THREADS, "1");
    if (MulticoreExecutor.getThreadPoolSize() != 1) {
      throw new IllegalStateException(
          Text.of("Smile runs on several threads already: set -D%s=1", THREADS));
    }
  }
}
