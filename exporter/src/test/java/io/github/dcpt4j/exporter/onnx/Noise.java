package io.github.dcpt4j.exporter.onnx;

import io.github.dcpt4j.exporter.weights.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** Tensors of random values. */
public final class Noise {

  private Noise() {}

  /** Values between -1 and 1 that depend on the seed and the shape alone. */
  public static Tensor of(long seed, Integer... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[List.of(shape).stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return new Tensor(List.of(shape), values);
  }
}
