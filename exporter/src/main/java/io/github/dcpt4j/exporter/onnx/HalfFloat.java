package io.github.dcpt4j.exporter.onnx;

/**
 * The 16-bit floats of IEEE 754: a sign, 5 bits of exponent, 10 of mantissa. Java has no conversion
 * before version 20.
 */
public final class HalfFloat {

  /** The largest finite one. */
  public static final float LARGEST = 65504;

  /** The smallest one that has all its digits. */
  public static final float SMALLEST_NORMAL = 0x1p-14f;

  private static final int DIGITS_LESS = 13;
  private static final int EXPONENT_SHIFT = 112 << 23;
  // From here on a float is nearer to 65536, which halves do not have, or just as near.
  private static final float INFINITE_FROM = 65520;
  // Added to a number below 2^-14, this leaves as many digits as a denormal half has.
  private static final float ALIGNMENT = 0.5f;

  private HalfFloat() {}

  /** The bits of the nearest half, ties to the even one; infinite beyond the largest. */
  public static short bits(float value) {
    int sign = Float.floatToIntBits(value) >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    int half;
    if (Float.isNaN(value)) {
      half = 0x7e00;
    } else if (magnitude >= INFINITE_FROM) {
      half = 0x7c00;
    } else if (magnitude < SMALLEST_NORMAL) {
      half = Float.floatToIntBits(magnitude + ALIGNMENT) - Float.floatToIntBits(ALIGNMENT);
    } else {
      int bits = Float.floatToIntBits(magnitude) - EXPONENT_SHIFT;
      int lastKept = bits >>> DIGITS_LESS & 1;
      half = bits + (1 << DIGITS_LESS - 1) - 1 + lastKept >>> DIGITS_LESS;
    }
    return (short) (sign | half);
  }
}
