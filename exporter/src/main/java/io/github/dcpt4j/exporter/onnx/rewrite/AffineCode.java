package io.github.dcpt4j.exporter.onnx.rewrite;

/**
 * How 8 bits without a sign stand for a range of numbers: a number is the scale times the code's
 * distance from the zero point.
 *
 * @param scale distance of neighbouring numbers, positive
 * @param zeroPoint the code of zero, 0 to 255
 */
record AffineCode(float scale, int zeroPoint) {

  private static final int LARGEST = 255;

  /** The code that spans a range and holds zero exactly, which padding is made of. */
  static AffineCode of(ValueRange range) {
    float low = Math.min(0, range.low());
    float high = Math.max(0, range.high());
    float scale = (high - low) / LARGEST;
    // A range of denormal width would make a scale of zero.
    return scale < Float.MIN_NORMAL
        ? new AffineCode(1, 0)
        : new AffineCode(scale, Math.min(Math.round(-low / scale), LARGEST));
  }
}
