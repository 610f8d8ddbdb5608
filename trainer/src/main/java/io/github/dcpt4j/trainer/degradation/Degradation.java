package io.github.dcpt4j.trainer.degradation;

import java.util.random.RandomGenerator;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A way to spoil a clean photograph. Implementations are immutable and may be shared by threads;
 * what they do is a pure function of the picture and of the state of the random generator.
 */
public interface Degradation {

  /**
   * The name of this degradation as models and commands know it.
   *
   * @return a label such as {@code rain} or {@code motion-blur}
   */
  String label();

  /**
   * Spoils a whole picture.
   *
   * @param clean CV_32FC3, RGB, 0..1, of any size; stays as it is
   * @param random decides everything that varies
   * @return a new CV_32FC3 of the same size that the caller closes; 8-bit values in 0..1, except
   *     for noise, which is neither rounded nor clipped
   * @throws IllegalArgumentException if {@code clean} is not a CV_32FC3 picture
   */
  Mat apply(Mat clean, RandomGenerator random);

  /**
   * Makes one training pair from a random window of a photograph.
   *
   * @param photograph CV_8UC3, RGB
   * @param side the pair's height and width in pixels, at most the photograph's smaller side
   * @param random decides everything that varies
   * @return the pair, which the caller closes
   * @throws IllegalArgumentException if the photograph is of another type or smaller than {@code
   *     side}
   */
  default PatchPair sample(Mat photograph, int side, RandomGenerator random) {
    Mat target = PhotographWindow.random(photograph, side, 1, random).cut(photograph);
    return new PatchPair(apply(target, random), target);
  }
}
