package io.github.dcpt4j.trainer;

import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Weights with which every branch of a network matters: none of them is zero. */
public final class RandomWeights {

  private static final double NOISE = 0.3;

  private RandomWeights() {}

  /** Initial weights that are all moved a bit. */
  public static Weights of(List<Parameter> parameters, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> moved = new LinkedHashMap<>();
    Weights.initial(parameters, random)
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.data().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) (NOISE * random.nextGaussian());
              }
              moved.put(name, new Tensor(tensor.shape(), values));
            });
    return new Weights(moved);
  }

  /** Numbers around zero with deviation 1. */
  public static float[] values(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
