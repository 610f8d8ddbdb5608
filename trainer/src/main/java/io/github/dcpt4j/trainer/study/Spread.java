package io.github.dcpt4j.trainer.study;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure that was measured several times.
 *
 * @param values what was measured
 */
public record Spread(List<Double> values) {

  /** Keeps an immutable copy. */
  public Spread {
    values = List.copyOf(values);
  }

  /** The mean. */
  public double mean() {
    return StatUtils.mean(array());
  }

  /** The standard deviation, with one degree of freedom less than values. */
  public double deviation() {
    return Math.sqrt(StatUtils.variance(array()));
  }

  private double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
