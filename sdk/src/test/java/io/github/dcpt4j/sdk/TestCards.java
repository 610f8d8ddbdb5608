package io.github.dcpt4j.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.Precision;
import io.github.dcpt4j.sdk.card.Tiling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Model cards for tests. */
public final class TestCards {
  private TestCards() {}

  public static ModelCard restoring(int sizeMultiple, int minimumSize) {
    return card(Set.of(Head.RESTORATION), List.of(), sizeMultiple, minimumSize);
  }

  public static ModelCard classifying(List<String> labels) {
    return card(Set.of(Head.CLASSIFICATION), labels, 1, 1);
  }

  public static ModelCard both(List<String> labels, int sizeMultiple, int minimumSize) {
    return card(Set.of(Head.RESTORATION, Head.CLASSIFICATION), labels, sizeMultiple, minimumSize);
  }

  public static ModelCard with(ModelCard card, Tiling tiling) {
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
