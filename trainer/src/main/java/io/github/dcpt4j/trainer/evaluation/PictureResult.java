package io.github.dcpt4j.trainer.evaluation;

import java.util.Optional;

/**
 * How one picture was restored. PSNR and SSIM are against the target: RGB, 8 bit, whole picture.
 *
 * @param name file name of the degraded picture
 * @param psnr of the restoration, decibels; infinite where it equals the target
 * @param ssim of the restoration
 * @param inputPsnr of the degraded picture
 * @param inputSsim of the degraded picture
 * @param top what the classifier took the degradation for, if the model has one
 * @param millis time in the network, milliseconds
 */
public record PictureResult(
    String name,
    double psnr,
    double ssim,
    double inputPsnr,
    double inputSsim,
    Optional<String> top,
    double millis) {}
