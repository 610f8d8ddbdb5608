package io.github.dcpt4j.trainer.degradation;

import org.bytedeco.opencv.opencv_core.Mat;

/** The scattering model of haze. */
final class Veil {

  private Veil() {}

  /**
   * A new 8-bit picture of the scene behind haze.
   *
   * @param scene RGB, 0..1; overwritten
   * @param distances one for each pixel, 0 or more
   * @param airlight the colour of infinite distance, RGB, 0..1
   * @param beta attenuation for each unit of distance
   */
  static Mat over(Pixels scene, float[] distances, double[] airlight, double beta) {
    float[] values = scene.values();
    for (int i = 0; i < distances.length; i++) {
      double transmission = Math.exp(-beta * distances[i]);
      for (int c = 0; c < 3; c++) {
        int at = 3 * i + c;
        values[at] = (float) (airlight[c] + (values[at] - airlight[c]) * transmission);
      }
    }
    return scene.toEightBitMat();
  }
}
