package io.github.dcpt4j.trainer.degradation;

/** The scattering model of haze. */
final class Veil {

  private Veil() {}

  /**
   * Puts haze between the scene and the camera.
   *
   * @param scene RGB, 0..1; overwritten
   * @param depths attenuation on the way to each pixel: its distance times that for each unit of
   *     distance, 0 or more
   * @param airlight the colour of infinite distance, RGB, 0..1
   */
  static void over(Pixels scene, float[] depths, float[] airlight) {
    float[] values = scene.values();
    for (int i = 0; i < depths.length; i++) {
      float transmission = (float) Math.exp(-depths[i]);
      for (int c = 0; c < 3; c++) {
        int at = 3 * i + c;
        values[at] = airlight[c] + (values[at] - airlight[c]) * transmission;
      }
    }
  }
}
