package io.github.dcpt4j.sdk.tiling;

/** Whether a call may cut its picture into tiles. */
public enum TilingMode {
  /** A picture that fits into the memory budget is not cut, a larger one is. */
  AUTO,
  /** Never cuts; a picture that does not fit is refused. */
  WHOLE,
  /**
   * Cuts whatever is larger than {@value #STANDARD_SIDE} pixels on a side, also if it would fit:
   * more frequent progress, for more computation. Where tiles share means, these are still taken
   * from as much of the picture as fits into the memory budget.
   */
  TILED;

  /** A tile has no more pixels than a square of this side. */
  public static final int STANDARD_SIDE = 768;
}
