package io.github.dcpt4j.trainer.degradation;

import java.util.function.DoubleUnaryOperator;

/**
 * How a camera turns light into the values of a file: a gamma of 2.2 and, if wanted, the contrast
 * curve {@code 3 x^2 - 2 x^3} after it ("Unprocessing Images for Learned Raw Denoising", Brooks et
 * al., CVPR 2019). Tables with interpolation stand for the powers; they are off by less than a
 * tenth of an 8-bit step.
 */
enum ToneCurve {
  /** Gamma alone. */
  GAMMA(value -> value, value -> value),

  /** Gamma, then more contrast in the middle tones. */
  CONTRAST(
      value -> value * value * (3 - 2 * value),
      value -> 0.5 - Math.sin(Math.asin(1 - 2 * value) / 3));

  private static final double EXPONENT = 2.2;
  private static final int STEPS = 4096;

  private final Curve light;
  private final Curve encodedOfRoot;

  ToneCurve(DoubleUnaryOperator contrast, DoubleUnaryOperator inverseContrast) {
    light = new Curve(STEPS, value -> Math.pow(inverseContrast.applyAsDouble(value), EXPONENT));
    // Over the root of light, since the curve over light itself is too steep at black.
    encodedOfRoot = new Curve(STEPS, root -> contrast.applyAsDouble(Math.pow(root, 2 / EXPONENT)));
  }

  /** Linear light, 0..1, of an encoded value, which is clipped to 0..1. */
  float toLight(float encoded) {
    return light.at(encoded);
  }

  /** The encoded value, 0..1, of linear light, which is clipped to 0..1. */
  float toEncoded(float linear) {
    return encodedOfRoot.at((float) Math.sqrt(Math.max(0, linear)));
  }
}
