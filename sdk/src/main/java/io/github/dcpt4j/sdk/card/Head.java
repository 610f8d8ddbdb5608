package io.github.dcpt4j.sdk.card;

/** What a model can do with a picture. */
public enum Head {
  /** Gives the restored picture; the graph's output {@code restored}, float [N, 3, H, W]. */
  RESTORATION,
  /** Names the degradation; the graph's output {@code degradation_logits}, float [N, K]. */
  CLASSIFICATION
}
