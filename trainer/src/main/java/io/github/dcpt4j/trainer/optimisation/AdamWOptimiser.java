package io.github.dcpt4j.trainer.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.sdk.text.Text;

/**
 * Moves values by AdamW with PyTorch's arithmetic: epsilon is added after the bias correction.
 *
 * <p>The moments are flat tensors like the values that they belong to.
 */
public final class AdamWOptimiser implements AutoCloseable {

  private final AdamW settings;
  private final NDArray first;
  private final NDArray second;
  private long steps;

  /**
   * Starts with zero moments.
   *
   * @param manager owner of the moments
   * @param settings betas and weight decay
   * @param size number of values
   */
  public AdamWOptimiser(NDManager manager, AdamW settings, long size) {
    this.settings = settings;
    this.first = manager.zeros(new Shape(size));
    this.second = manager.zeros(new Shape(size));
  }

  /**
   * Moves the values by one step, in place.
   *
   * @param values flat values
   * @param gradient flat gradient, unchanged
   * @param learningRate of this step
   */
  public void step(NDArray values, NDArray gradient, double learningRate) {
    steps++;
    if (settings.weightDecay() != 0) {
      values.muli((float) (1 - learningRate * settings.weightDecay()));
    }
    move(values, gradient, learningRate);
  }

  private void move(NDArray values, NDArray gradient, double learningRate) {
    try (NDArray share = gradient.mul((float) (1 - settings.beta1()))) {
      first.muli((float) settings.beta1()).addi(share);
    }
    try (NDArray share = gradient.mul(gradient)) {
      second.muli((float) settings.beta2()).addi(share.muli((float) (1 - settings.beta2())));
    }
    double correction1 = 1 - Math.pow(settings.beta1(), steps);
    double correction2 = 1 - Math.pow(settings.beta2(), steps);
    try (NDArray denominator = second.sqrt()) {
      denominator.divi((float) Math.sqrt(correction2)).addi((float) settings.epsilon());
      try (NDArray update = first.div(denominator)) {
        values.subi(update.muli((float) (learningRate / correction1)));
      }
    }
  }

  /** Steps taken so far. */
  public long steps() {
    return steps;
  }

  /** A copy of the first moments. */
  public float[] firstMoments() {
    return first.toFloatArray();
  }

  /** A copy of the second moments. */
  public float[] secondMoments() {
    return second.toFloatArray();
  }

  /**
   * Goes back to a state that was read off before.
   *
   * @throws IllegalArgumentException if the moments are not as many as the values
   */
  public void restore(long stepsTaken, float[] firstMoments, float[] secondMoments) {
    if (firstMoments.length != first.size() || secondMoments.length != second.size()) {
      throw new IllegalArgumentException(
          Text.of(
              "%d and %d moments for %d values",
              firstMoments.length, secondMoments.length, first.size()));
    }
    steps = stepsTaken;
    first.set(firstMoments);
    second.set(secondMoments);
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}
