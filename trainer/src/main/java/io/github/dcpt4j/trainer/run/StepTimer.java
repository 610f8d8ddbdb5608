package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.dcpt.Procedure;
import io.github.dcpt4j.trainer.djl.GradientMode;
import java.util.Arrays;
import java.util.function.LongFunction;

/** Measures what a training step takes once it has warmed up. */
public final class StepTimer {

  private static final double NANO = 1e-9;

  private final int warmUp;
  private final int steps;

  /**
   * Sets how long to measure.
   *
   * @param warmUp steps that do not count, at least 0
   * @param steps steps that count, at least 1
   * @throws IllegalArgumentException if a number is too small
   */
  public StepTimer(int warmUp, int steps) {
    if (warmUp < 0 || steps < 1) {
      throw new IllegalArgumentException("at least one step has to be measured");
    }
    this.warmUp = warmUp;
    this.steps = steps;
  }

  /**
   * Trains.
   *
   * @param procedure whose weights are moved
   * @param batches makes the batch of a step; its time does not count
   * @return median of the seconds that a step took
   */
  public double medianSeconds(Procedure procedure, LongFunction<Batch> batches) {
    return GradientMode.off(
        () -> {
          double[] seconds = new double[steps];
          for (int i = -warmUp; i < steps; i++) {
            Batch batch = batches.apply(i + warmUp);
            long begin = System.nanoTime();
            procedure.step(batch, i + warmUp);
            if (i >= 0) {
              seconds[i] = (System.nanoTime() - begin) * NANO;
            }
          }
          return median(seconds);
        });
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
