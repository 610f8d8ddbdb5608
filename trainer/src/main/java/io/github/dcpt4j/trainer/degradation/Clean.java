package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/** Leaves the picture as it is: the first class of a classifier that tells clean from degraded. */
public record Clean() implements Degradation {

  @Override
  public String label() {
    return "clean";
  }

  @Override
  public Mat apply(Mat clean, RandomGenerator random) {
    Pixels.requirePicture(clean);
    return clean.clone();
  }
}
