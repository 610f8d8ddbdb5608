package io.github.dcpt4j.sdk;

/** Whether a call may cut its picture into tiles. */
public enum TilingMode {
  /** A picture that fits into the memory budget is not cut, a larger one is. */
  AUTO,
  /** Never cuts; a picture that does not fit is refused. */
  WHOLE,
  /**
   * Cuts whatever is larger than {@value #STANDARD_SIDE} pixels on a side, also if it would fit:
   * less memory and more frequent progress, for somewhat more computation.
   */
  TILED;

  /** A tile has no more pixels than a square of this side. */
  static final int STANDARD_SIDE = 768;
}
