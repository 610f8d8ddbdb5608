package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import io.github.dcpt4j.trainer.measures.Measures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The losses of some patches, means over them, not read from the device yet.
 *
 * @param terms what is minimised: their weighted sum
 * @param others further measures by tag, read after the terms
 */
record Losses(List<Term> terms, Map<String, DoubleSupplier> others) {

  /**
   * A term of an objective.
   *
   * @param tag its name in logs and charts
   * @param weight factor in the sum
   * @param value a scalar that gradients flow through
   */
  record Term(String tag, double weight, NDArray value) {

    private NDArray weighted() {
      // Of the manager: DJL forgets the memory of a plain number before the backward pass.
      return weight == 1 ? value : value.mul(value.getManager().create((float) weight));
    }
  }

  /** Terms that each count once, in the order of the formula. */
  static Losses of(Term... terms) {
    return new Losses(List.of(terms), Map.of());
  }

  /** A term of weight 1. */
  static Term term(String tag, NDArray value) {
    return new Term(tag, 1, value);
  }

  /** The same losses and the share of rows whose largest logit is that of the right class. */
  Losses withAccuracy(NDArray logits, int[] classes) {
    return new Losses(terms, Map.of(Measures.ACCURACY, () -> Accuracy.of(logits, classes)));
  }

  /** The weighted sum. */
  NDArray sum() {
    return terms.stream().map(Term::weighted).reduce(NDArray::add).orElseThrow();
  }

  /** Waits for the device and reads the values, the terms' without their weights. */
  Measures read() {
    Map<String, Double> values = new LinkedHashMap<>();
    terms.forEach(term -> values.put(term.tag(), (double) term.value().getFloat()));
    others.forEach((tag, value) -> values.put(tag, value.getAsDouble()));
    return new Measures(values);
  }
}
