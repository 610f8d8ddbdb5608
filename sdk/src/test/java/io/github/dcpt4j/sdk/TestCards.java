package io.github.dcpt4j.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Model cards for tests. */
final class TestCards {
  private TestCards() {}

  static ModelCard restoring(int sizeMultiple, int minimumSize) {
    return card(Set.of(Head.RESTORATION), List.of(), sizeMultiple, minimumSize);
  }

  static ModelCard classifying(List<String> labels) {
    return card(Set.of(Head.CLASSIFICATION), labels, 1, 1);
  }

  static ModelCard both(List<String> labels, int sizeMultiple, int minimumSize) {
    return card(Set.of(Head.RESTORATION, Head.CLASSIFICATION), labels, sizeMultiple, minimumSize);
  }

  static ModelCard with(ModelCard card, Tiling tiling) {
    return new ModelCard(
        card.name(),
        card.network(),
        card.heads(),
        card.labels(),
        card.sizeMultiple(),
        card.minimumSize(),
        tiling,
        card.precision(),
        card.provenance(),
        card.parity());
  }

  private static ModelCard card(
      Set<Head> heads, List<String> labels, int sizeMultiple, int minimumSize) {
    return new ModelCard(
        "tiny",
        new ObjectMapper().createObjectNode().put("network", "tiny"),
        heads,
        labels,
        sizeMultiple,
        minimumSize,
        Tiling.wholeImage(),
        Precision.FP32,
        Map.of(),
        Optional.empty());
  }
}
