package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.DegradationScores;
import java.util.Optional;

/**
 * How one picture was restored. PSNR and SSIM are against the target: RGB, 8 bit, whole picture.
 *
 * @param name file name of the degraded picture
 * @param psnr of the restoration, decibels; infinite where it equals the target
 * @param ssim of the restoration
 * @param inputPsnr of the degraded picture
 * @param inputSsim of the degraded picture
 * @param scores what the classifier took the degradation for, if the model has one
 * @param millis time in the network, milliseconds
 */
public record PictureResult(
    String name,
    double psnr,
    double ssim,
    double inputPsnr,
    double inputSsim,
    Optional<DegradationScores> scores,
    double millis) {

  /** The most probable degradation, if the model has a classifier. */
  public Optional<String> top() {
    return scores.map(DegradationScores::top);
  }

  /** What the restoration gained, decibels; 0 where an input equal to its target stayed equal. */
  public double psnrGain() {
    return psnr == inputPsnr ? 0 : psnr - inputPsnr;
  }

  /** What the restoration gained. */
  public double ssimGain() {
    return ssim - inputSsim;
  }
}
