package io.github.dcpt4j.sdk.image;

/** How the samples of a {@link Picture} are stored. */
public enum SampleType {
  /** Unsigned bytes, 0 to 255. */
  UINT8(Byte.BYTES),
  /** Unsigned 16-bit integers, 0 to 65535. */
  UINT16(Short.BYTES),
  /** 32-bit floats, nominally 0 to 1; values outside, as a network may give, are kept. */
  FLOAT32(Float.BYTES);

  private final int bytes;

  SampleType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the number of bytes that one sample takes. */
  public int bytes() {
    return bytes;
  }
}
