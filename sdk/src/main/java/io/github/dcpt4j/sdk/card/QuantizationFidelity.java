package io.github.dcpt4j.sdk.card;

import java.util.OptionalDouble;

/**
 * How closely a model of lower precision agrees with the same network in 32-bit floats, measured on
 * the pictures that it was calibrated with. For {@link Precision#FP16} it is what a device gives
 * that rounds every result to 16 bits, as GPUs do; CPUs come closer.
 *
 * @param pictures number of pictures
 * @param psnr of the restorations, limited to 0 to 1, over all pictures: decibels, 150 at most;
 *     absent without a restoration head
 * @param sameLabel share of the pictures for which both have the same top label, 0 to 1; absent
 *     without a classification head
 */
public record QuantizationFidelity(int pictures, OptionalDouble psnr, OptionalDouble sameLabel) {

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if there is no picture or no figure, or a figure is out of its
   *     range
   */
  public QuantizationFidelity {
    if (pictures < 1) {
      throw new IllegalArgumentException("fidelity on " + pictures + " pictures");
    }
    if (psnr.isEmpty() && sameLabel.isEmpty()) {
      throw new IllegalArgumentException("fidelity without any figure");
    }
    if (psnr.isPresent() && !Double.isFinite(psnr.getAsDouble())) {
      throw new IllegalArgumentException("a fidelity of " + psnr.getAsDouble() + " dB");
    }
    if (sameLabel.isPresent() && !(sameLabel.getAsDouble() >= 0 && sameLabel.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("a share of labels of " + sameLabel.getAsDouble());
    }
  }
}
