package io.github.dcpt4j.trainer.degradation;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The shape of a lens's opening, which is also that of a blurred point of light.
 *
 * @param blades edges of the opening: 0 for a disc, else 5 or more
 * @param turn rotation of the opening in radians
 */
record ApertureKernel(int blades, double turn) {

  private static final int FINER = 5;
  private static final double HALF_DIAGONAL = Math.sqrt(0.5);

  /**
   * The blur of a point: a new CV_32FC1 of odd side whose values have the sum 1.
   *
   * @param radius of the circle about the opening, in pixels; 0 or more
   */
  Mat ofRadius(double radius) {
    int reach = (int) Math.ceil(radius - 0.5 + 1e-9);
    int side = 2 * Math.max(0, reach) + 1;
    float[] weights = new float[side * side];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) covered(i % side - side / 2, i / side - side / 2, radius);
      sum += weights[i];
    }
    if (sum == 0) {
      weights[weights.length / 2] = 1;
      sum = 1;
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= (float) sum;
    }
    return new Pixels(side, side, 1, weights).toMat();
  }

  /** How much of a pixel the opening covers, from samples within the pixel. */
  private double covered(int column, int row, double radius) {
    double distance = Math.hypot(column, row);
    if (distance + HALF_DIAGONAL <= narrowest(radius)) {
      return 1;
    }
    if (distance - HALF_DIAGONAL >= radius) {
      return 0;
    }
    int inside = 0;
    for (int i = 0; i < FINER * FINER; i++) {
      int sampleRow = i / FINER;
      double x = column + (i % FINER + 0.5) / FINER - 0.5;
      double y = row + (sampleRow + 0.5) / FINER - 0.5;
      inside += Math.hypot(x, y) <= edge(Math.atan2(y, x), radius) ? 1 : 0;
    }
    return (double) inside / (FINER * FINER);
  }

  /** Distance of the middle of an edge. */
  private double narrowest(double radius) {
    return blades == 0 ? radius : radius * Math.cos(Math.PI / blades);
  }

  /** Distance of the opening's edge from its middle in a direction. */
  private double edge(double direction, double radius) {
    if (blades == 0) {
      return radius;
    }
    double sector = 2 * Math.PI / blades;
    double within = (direction - turn) % sector;
    double fromMiddle = (within < 0 ? within + sector : within) - sector / 2;
    return radius * Math.cos(sector / 2) / Math.cos(fromMiddle);
  }
}
