package io.github.dcpt4j.trainer.optimisation;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.trainer.Closeness;
import org.junit.jupiter.api.Test;

class AdamWTest {

  private static final float[] START = {1, -2, 0.5f, 0};
  private static final float[][] GRADIENTS = {
    {0.1f, -3, 1e-4f, 0}, {-0.2f, 1, 2e-4f, 0}, {0.3f, 0.5f, -1e-4f, 0}
  };
  private static final double RATE = 0.01;

  private static final AdamW SETTINGS =
      new AdamW(RATE, 0.1, Schedule.CONSTANT, 0, 0, 0.8, 0.95, 1e-6);

  /** The published update rule, value by value in double precision. */
  private static float[] expected() {
    AdamW s = SETTINGS;
    float[] ends = new float[START.length];
    for (int i = 0; i < START.length; i++) {
      double value = START[i];
      double first = 0;
      double second = 0;
      for (int step = 1; step <= GRADIENTS.length; step++) {
        double gradient = GRADIENTS[step - 1][i];
        value -= RATE * s.weightDecay() * value;
        first = s.beta1() * first + (1 - s.beta1()) * gradient;
        second = s.beta2() * second + (1 - s.beta2()) * gradient * gradient;
        double mean = first / (1 - Math.pow(s.beta1(), step));
        double square = second / (1 - Math.pow(s.beta2(), step));
        value -= RATE * mean / (Math.sqrt(square) + s.epsilon());
      }
      ends[i] = (float) value;
    }
    return ends;
  }

  @Test
  void followsThePublishedRule() {
    try (NDManager manager = NDManager.newBaseManager();
        AdamWOptimiser adam = new AdamWOptimiser(manager, SETTINGS, START.length)) {
      NDArray values = manager.create(START);
      for (float[] gradient : GRADIENTS) {
        adam.step(values, manager.create(gradient), RATE);
      }
      new Closeness(1e-7, 1e-6).check("values", values.toFloatArray(), expected());
      assertThat(adam.steps()).isEqualTo(3);
    }
  }

  @Test
  void leavesTheGradientAsItIs() {
    try (NDManager manager = NDManager.newBaseManager();
        AdamWOptimiser adam = new AdamWOptimiser(manager, SETTINGS, START.length)) {
      NDArray gradient = manager.create(GRADIENTS[0]);
      adam.step(manager.create(START), gradient, RATE);
      assertThat(gradient.toFloatArray()).containsExactly(GRADIENTS[0]);
    }
  }

  @Test
  void goesOnFromItsStateBitForBit() {
    try (NDManager manager = NDManager.newBaseManager();
        AdamWOptimiser first = new AdamWOptimiser(manager, SETTINGS, START.length);
        AdamWOptimiser second = new AdamWOptimiser(manager, SETTINGS, START.length)) {
      NDArray values = manager.create(START);
      first.step(values, manager.create(GRADIENTS[0]), RATE);
      NDArray resumed = manager.create(values.toFloatArray());
      second.restore(first.steps(), first.firstMoments(), first.secondMoments());

      first.step(values, manager.create(GRADIENTS[1]), RATE);
      second.step(resumed, manager.create(GRADIENTS[1]), RATE);

      assertThat(resumed.toFloatArray()).containsExactly(values.toFloatArray());
    }
  }

  @Test
  void holdsNoMoreMemoryAfterAStepThanBefore() {
    try (NDManager manager = NDManager.newBaseManager();
        AdamWOptimiser adam = new AdamWOptimiser(manager, SETTINGS, START.length)) {
      NDArray values = manager.create(START);
      NDArray gradient = manager.create(GRADIENTS[0]);
      int before = manager.getManagedArrays().size();
      for (int i = 0; i < 10; i++) {
        adam.step(values, gradient, RATE);
      }
      assertThat(manager.getManagedArrays()).hasSize(before);
    }
  }
}
