package io.github.dcpt4j.sdk.image;

/** How many samples of colour difference a JPEG keeps. */
public enum ChromaSampling {
  /** One for each pixel: sharp edges of colour stay sharp. */
  FULL,
  /** One for two pixels side by side. */
  HALF,
  /** One for four pixels, as most cameras write. */
  QUARTER
}
