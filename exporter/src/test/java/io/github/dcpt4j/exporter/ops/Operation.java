package io.github.dcpt4j.exporter.ops;

/** An operation, or a short composition, on a feature map of eight channels. */
public interface Operation {

  /** Applies it to x [N, 8, H, W]. */
  <T> T of(Ops<T> ops, T x);

  /** Number of terms of the longest sum, on the largest map of the contract. */
  int longestSum();

  /** Number of axes of the result. */
  default int rank() {
    return 4;
  }
}
