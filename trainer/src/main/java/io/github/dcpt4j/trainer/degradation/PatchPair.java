package io.github.dcpt4j.trainer.degradation;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A square piece of a photograph, spoilt and clean.
 *
 * @param input the degraded piece, CV_32FC3, RGB
 * @param target what a network should make of it, CV_32FC3, RGB, 0..1, of the same size
 */
public record PatchPair(Mat input, Mat target) implements AutoCloseable {

  /** Frees both pictures. */
  @Override
  public void close() {
    input.close();
    target.close();
  }
}
