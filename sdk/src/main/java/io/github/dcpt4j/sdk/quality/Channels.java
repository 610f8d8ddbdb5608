package io.github.dcpt4j.sdk.quality;

/** Which values of two pictures are compared. */
public enum Channels {
  /** Red, green and blue. */
  RGB,
  /** Brightness alone: Y of BT.601, 16 to 235, not rounded. */
  Y
}
