package io.github.dcpt4j.trainer.measures;

import io.github.dcpt4j.sdk.text.Text;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured, in order, by tag; what was not measured is not there. Logs, charts and events
 * take whatever tags there are.
 *
 * @param byTag an unmodifiable map, values by tags such as {@link #PIXEL_LOSS}
 */
public record Measures(Map<String, Double> byTag) {

  /** Tag of the loss between generated and clean images. */
  public static final String PIXEL_LOSS = "pixel_loss";

  /** Tag of the focal loss. */
  public static final String CLASSIFICATION_LOSS = "classification_loss";

  /** Tag of the share of patches whose degradation was named, 0 to 1. */
  public static final String ACCURACY = "accuracy";

  /** Of no patch at all. */
  public static final Measures NONE = new Measures(Map.of());

  /** Keeps an immutable copy. */
  public Measures {
    byTag = Collections.unmodifiableMap(new LinkedHashMap<>(byTag));
  }

  /**
   * Returns a value.
   *
   * @throws IllegalArgumentException if it was not measured
   */
  public double get(String tag) {
    Double value = byTag.get(tag);
    if (value == null) {
      throw new IllegalArgumentException(Text.of("%s is none of %s", tag, byTag.keySet()));
    }
    return value;
  }

  /** Adds a share of others to these. */
  public Measures plus(Measures others, double share) {
    Map<String, Double> sum = new LinkedHashMap<>(byTag);
    others.byTag.forEach((tag, value) -> sum.merge(tag, share * value, Double::sum));
    return new Measures(sum);
  }

  /** Whether every value is a finite number. */
  public boolean areFinite() {
    return byTag.values().stream().allMatch(Double::isFinite);
  }
}
