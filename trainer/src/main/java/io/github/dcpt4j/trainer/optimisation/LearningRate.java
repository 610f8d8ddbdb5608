package io.github.dcpt4j.trainer.optimisation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** A learning rate as a function of the iteration, counted from 0. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "schedule")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LearningRate.Constant.class, name = "constant"),
  @JsonSubTypes.Type(value = LearningRate.Cosine.class, name = "cosine"),
  @JsonSubTypes.Type(value = LearningRate.MultiStep.class, name = "multi-step")
})
public sealed interface LearningRate {

  /** The rate of the step that follows {@code iteration} finished ones. */
  double at(long iteration);

  /** One half period of a cosine from {@code base} to {@code minimum}. */
  static LearningRate cosine(double base, double minimum, long period) {
    return new Cosine(base, List.of(new Cosine.Period(period, 1, minimum)));
  }

  /** Always {@code base}. */
  static LearningRate constant(double base) {
    return new Constant(base);
  }

  /** Always the same. */
  record Constant(double base) implements LearningRate {

    @Override
    public double at(long iteration) {
      return base;
    }
  }

  /**
   * Cosine annealing with restarts: minimum + weight (base - minimum) (1 + cos(pi done / length)) /
   * 2. After the last period the rate stays at its minimum.
   *
   * @param base rate at the start
   * @param periods one after the other
   */
  record Cosine(double base, List<Period> periods) implements LearningRate {

    /**
     * One period.
     *
     * @param length iterations
     * @param weight factor on the cosine part
     * @param minimum rate at the end
     */
    public record Period(long length, double weight, double minimum) {}

    /** Keeps an immutable copy of the periods. */
    public Cosine {
      periods = List.copyOf(periods);
      if (periods.isEmpty() || periods.stream().anyMatch(period -> period.length() < 1)) {
        throw new IllegalArgumentException("a cosine schedule needs periods of positive length");
      }
    }

    @Override
    public double at(long iteration) {
      long start = 0;
      for (Period period : periods) {
        // The official rule: the end of a period still belongs to it.
        if (iteration <= start + period.length()) {
          double done = (double) (iteration - start) / period.length();
          return period.minimum()
              + period.weight() * (base - period.minimum()) * (1 + Math.cos(Math.PI * done)) / 2;
        }
        start += period.length();
      }
      return periods.get(periods.size() - 1).minimum();
    }
  }

  /**
   * A rate that is multiplied by gamma at milestones, and set to base times a weight at restarts.
   *
   * @param base rate at the start
   * @param milestones iterations; one that occurs twice counts twice
   * @param gamma factor
   * @param restarts where the rate is set again
   */
  record MultiStep(double base, List<Long> milestones, double gamma, List<Restart> restarts)
      implements LearningRate {

    /**
     * A fresh start.
     *
     * @param iteration where
     * @param weight factor on the base rate
     */
    public record Restart(long iteration, double weight) {}

    /** Keeps immutable copies. */
    public MultiStep {
      milestones = List.copyOf(milestones);
      restarts = List.copyOf(restarts);
    }

    @Override
    public double at(long iteration) {
      long since = Long.MIN_VALUE;
      double rate = base;
      for (Restart restart : restarts) {
        if (restart.iteration() <= iteration && restart.iteration() >= since) {
          since = restart.iteration();
          rate = base * restart.weight();
        }
      }
      long restarted = since;
      long passed = milestones.stream().filter(m -> m <= iteration && m > restarted).count();
      return rate * Math.pow(gamma, passed);
    }
  }
}
