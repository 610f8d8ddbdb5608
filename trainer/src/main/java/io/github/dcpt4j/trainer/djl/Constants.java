package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Factors that the backward pass can rely on. DJL keeps the memory of a plain number that it
 * multiplies, divides or raises to a power by only until the garbage collector runs, which may be
 * before the backward pass reads it again: these live as long as a tensor's manager.
 */
final class Constants {

  private Constants() {}

  /** A tensor times a number. */
  static NDArray scaled(NDArray x, double factor) {
    return x.mul(x.getManager().create((float) factor));
  }

  /** Numbers to go with a feature map: one for all channels, or one for each, [1, C, 1, 1]. */
  static NDArray perChannel(NDManager manager, List<Double> numbers) {
    float[] values = new float[numbers.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = numbers.get(c).floatValue();
    }
    return manager.create(values, new Shape(1, values.length, 1, 1));
  }
}
