package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/** A picture with {@link CameraNoise the noise of a camera}, in 70 % stored as JPEG. */
public record CameraPicture() implements Degradation {

  private static final CameraFinish CAMERA =
      new CameraFinish(new CameraNoise(new Range(5e-5, 0.012)), 1, 0.7);

  @Override
  public String label() {
    return "camera-noise";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    return CAMERA.apply(Pixels.ofPicture(clean), random);
  }
}
