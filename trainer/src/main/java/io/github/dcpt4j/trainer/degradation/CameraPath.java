package io.github.dcpt4j.trainer.degradation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where the picture stood at each instant of an exposure, relative to its mean place.
 *
 * <p>Not to that of the middle instant, from which a bent path departs to one side: the blurred
 * picture would be shifted against the clean one by a distance that cannot be seen in it, and every
 * sharp estimate would be wrong by that much.
 *
 * @param poses instants in equal steps of time
 */
record CameraPath(List<Pose> poses) {

  private static final double DENSEST = 0.95;
  private static final int MOST = 60;

  /**
   * A shift, and a rotation and zoom about the picture's middle.
   *
   * @param x shift to the right in pixels
   * @param y shift down in pixels
   * @param roll radians
   * @param zoom change of scale, 0 for none
   */
  record Pose(double x, double y, double roll, double zoom) {}

  /**
   * A smooth path: mostly straight or gently bent, sometimes shaky.
   *
   * @param length of the path of the picture's middle, in pixels
   * @param instants how many instants the exposure is the mean of; an odd number
   */
  static CameraPath draw(double length, int instants, RandomGenerator random) {
    double heading = random.nextDouble(2 * Math.PI);
    boolean straight = random.nextDouble() < 0.3;
    double bend = straight ? 0 : 0.7 * random.nextGaussian();
    double shake = straight || random.nextDouble() < 0.5 ? 0 : 0.35 * random.nextDouble();
    double surge = 0.3 * random.nextGaussian();
    double phase = random.nextDouble(2 * Math.PI);
    double frequency = random.nextDouble(2, 5);
    double turn = Math.min(0.02, 0.0012 * length) * random.nextGaussian();
    double zoom = Math.min(0.015, 0.0006 * length) * random.nextGaussian();
    double[] along = new double[instants];
    double[] across = new double[instants];
    double walked = 0;
    for (int i = 0; i < instants; i++) {
      double t = 2.0 * i / (instants - 1) - 1;
      along[i] = t + surge * t * t + shake * Math.sin(frequency * t + phase);
      across[i] = bend * t * t + shake * Math.cos(1.3 * frequency * t + phase);
      if (i > 0) {
        walked += Math.hypot(along[i] - along[i - 1], across[i] - across[i - 1]);
      }
    }
    double meanAlong = Arrays.stream(along).average().orElseThrow();
    double meanAcross = Arrays.stream(across).average().orElseThrow();
    double scale = length / walked;
    List<Pose> poses = new ArrayList<>(instants);
    for (int i = 0; i < instants; i++) {
      double t = 2.0 * i / (instants - 1) - 1;
      double forward = scale * (along[i] - meanAlong);
      double sideward = scale * (across[i] - meanAcross);
      poses.add(
          new Pose(
              forward * Math.cos(heading) - sideward * Math.sin(heading),
              forward * Math.sin(heading) + sideward * Math.cos(heading),
              turn * t,
              zoom * t));
    }
    return new CameraPath(List.copyOf(poses));
  }

  /**
   * So many instants that neighbours are less than a pixel apart, as far as that stays affordable.
   */
  static int denseInstants(double length) {
    return 2 * (int) Math.ceil(Math.min(MOST, length / DENSEST) / 2) + 3;
  }

  /** The longest shift of any instant, in pixels. */
  double reach() {
    return poses.stream().mapToDouble(pose -> Math.hypot(pose.x(), pose.y())).max().orElse(0);
  }
}
