package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * What cameras add to every picture, whatever else spoils it: noise, and the losses of JPEG. A
 * network that meets neither amplifies both where it undoes a fault.
 *
 * @param noise the camera's
 * @param noisy how many of the pictures get noise, 0..1
 * @param compressed how many of them are stored as JPEG, 0..1
 */
record CameraFinish(CameraNoise noise, double noisy, double compressed) {

  private static final Jpeg JPEG = new Jpeg(70, 99);

  /** Noise that is hardly seen, in half of the pictures, and JPEG in half of them. */
  static CameraFinish faint() {
    return new CameraFinish(new CameraNoise(new Range(5e-5, 1e-3)), 0.5, 0.5);
  }

  /**
   * Finishes a picture.
   *
   * @param picture RGB, 0..1; overwritten
   * @return a new CV_32FC3 of 8-bit values that the caller closes
   */
  Mat apply(Pixels picture, RandomGenerator random) {
    if (random.nextDouble() < noisy) {
      noise.addTo(picture, random);
    }
    Mat finished = picture.toEightBitMat();
    if (random.nextDouble() >= compressed) {
      return finished;
    }
    try (Mat before = finished) {
      return JPEG.apply(before, random);
    }
  }
}
