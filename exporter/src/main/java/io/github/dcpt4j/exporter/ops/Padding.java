package io.github.dcpt4j.exporter.ops;

/** What a feature map is extended with. */
public enum Padding {
  /** Zeros. */
  ZERO,

  /**
   * The map mirrored at its last row and column, which are not repeated; the map has to be larger
   * than what is added.
   */
  REFLECT
}
