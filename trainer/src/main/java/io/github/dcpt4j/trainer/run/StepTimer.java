package io.github.dcpt4j.trainer.run;

import com.sun.management.OperatingSystemMXBean;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.dcpt.Training;
import io.github.dcpt4j.trainer.djl.GradientMode;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.function.LongFunction;

/** Measures what a training step takes once it has warmed up. */
public final class StepTimer {

  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final double NANO = 1e-9;

  /**
   * What a step took.
   *
   * @param secondsPerStep median of the wall-clock times
   * @param cpuSecondsPerStep mean of what the process's threads worked, together; other programs
   *     disturb it less
   */
  public record Timing(double secondsPerStep, double cpuSecondsPerStep) {}

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
   * @param training whose weights are moved
   * @param batches makes the batch of a step; its time does not count
   */
  public Timing time(Training training, LongFunction<Batch> batches) {
    return GradientMode.off(
        () -> {
          double[] seconds = new double[steps];
          long cpu = 0;
          for (int i = -warmUp; i < steps; i++) {
            Batch batch = batches.apply(i + warmUp);
            long cpuBegin = MACHINE.getProcessCpuTime();
            long begin = System.nanoTime();
            training.step(batch, i + warmUp);
            if (i >= 0) {
              seconds[i] = (System.nanoTime() - begin) * NANO;
              cpu += MACHINE.getProcessCpuTime() - cpuBegin;
            }
          }
          return new Timing(median(seconds), cpu * NANO / steps);
        });
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
