package io.github.dcpt4j.sdk.image;

/** How the samples of a {@link Picture} are stored. */
public enum SampleType {
  /** Unsigned bytes, 0 to 255. */
  UINT8,
  /** 32-bit floats, nominally 0 to 1; values outside, as a network may give, are kept. */
  FLOAT32
}
