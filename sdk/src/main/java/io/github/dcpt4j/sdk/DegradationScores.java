package io.github.dcpt4j.sdk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How probable each degradation is, in the order of the model's labels; the values add up to 1.
 *
 * @param probabilities for each label its probability, 0 to 1; at least one
 */
public record DegradationScores(Map<String, Double> probabilities) {

  /**
   * Checks and copies, keeping the order.
   *
   * @throws IllegalArgumentException if there is no label or a value is not within 0 to 1
   */
  public DegradationScores {
    if (probabilities.isEmpty()) {
      throw new IllegalArgumentException("scores without a label");
    }
    probabilities.forEach(
        (label, probability) -> {
          if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(label + " has the probability " + probability);
          }
        });
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
  }

  /**
   * Turns logits into probabilities by soft-max.
   *
   * @param labels labels in the order of the logits
   * @param logits one finite value for each label
   * @throws IllegalArgumentException if the numbers differ or a logit is not finite
   */
  public static DegradationScores ofLogits(List<String> labels, float[] logits) {
    if (labels.size() != logits.length) {
      throw new IllegalArgumentException(logits.length + " logits for the labels " + labels);
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        throw new IllegalArgumentException("a logit is " + logit);
      }
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    double[] powers = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      powers[i] = Math.exp(logits[i] - largest);
      sum += powers[i];
    }
    Map<String, Double> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < logits.length; i++) {
      probabilities.put(labels.get(i), powers[i] / sum);
    }
    return new DegradationScores(probabilities);
  }

  /** Returns the most probable degradation; the first of several that are equally probable. */
  public String top() {
    // A comparison of strictly greater keeps the first; max of a stream would take the last.
    String top = null;
    double highest = -1;
    for (Map.Entry<String, Double> entry : probabilities.entrySet()) {
      if (entry.getValue() > highest) {
        highest = entry.getValue();
        top = entry.getKey();
      }
    }
    return top;
  }

  /**
   * Returns the probability of one degradation.
   *
   * @param label one of the labels
   * @throws IllegalArgumentException if there is no such label
   */
  public double probability(String label) {
    Double probability = probabilities.get(label);
    if (probability == null) {
      throw new IllegalArgumentException(
          "there is no label '" + label + "' among " + probabilities.keySet());
    }
    return probability;
  }
}
