package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.sdk.card.Precision;

/**
 * How to export a model that computes with fewer bits, and what it has to reach.
 *
 * <p>{@link Precision#FP16} halves the file and is meant for GPUs: ONNX Runtime's CPU provider
 * computes it with 32-bit floats and casts in between, no faster than fp32. {@link Precision#INT8}
 * quarters the file and is meant for CPUs; its convolutions' value ranges are those that the fp32
 * graph shows on the calibration pictures.
 *
 * @param precision fp16 or int8
 * @param calibration pictures like those that the model will be given: spoiled, not clean ones
 * @param leastPsnr the export fails if the restorations of the calibration pictures come to less
 *     than this number of dB, measured against those of the fp32 graph
 */
public record ReducedPrecision(
    Precision precision, CalibrationPictures calibration, double leastPsnr) {

  /** The least PSNR that {@link Precision#FP16} is accepted with, in dB. */
  public static final double LEAST_PSNR_FP16 = 50;

  /** The least PSNR that {@link Precision#INT8} is accepted with, in dB. */
  public static final double LEAST_PSNR_INT8 = 38;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the precision is fp32, or the bound is not a number
   */
  public ReducedPrecision {
    if (precision == Precision.FP32) {
      throw new IllegalArgumentException("fp32 is not a reduced precision");
    }
    if (Double.isNaN(leastPsnr)) {
      throw new IllegalArgumentException("the least PSNR is not a number");
    }
  }

  /** With the usual bound. */
  public ReducedPrecision(Precision precision, CalibrationPictures calibration) {
    this(precision, calibration, usualBound(precision));
  }

  private static double usualBound(Precision precision) {
    return precision == Precision.FP16 ? LEAST_PSNR_FP16 : LEAST_PSNR_INT8;
  }

  /** The same with another bound. */
  public ReducedPrecision accepting(double psnr) {
    return new ReducedPrecision(precision, calibration, psnr);
  }

  /** The PSNR below which a model of this precision is not what one expects of it, in dB. */
  public double usualBound() {
    return usualBound(precision);
  }
}
