package io.github.dcpt4j.sdk.card;

/** How a picture may be cut before it is given to a model. */
public enum TilingPolicy {
  /** The result at a pixel depends on the whole picture (global pooling): do not cut it. */
  WHOLE_IMAGE,
  /**
   * The result depends on a neighbourhood and on means over the whole picture, which the model
   * tells and takes: overlapping tiles that are given the same means give the same picture.
   */
  SHARED_MEANS,
  /** The result depends on a neighbourhood only: overlapping tiles give the same picture. */
  TILED
}
