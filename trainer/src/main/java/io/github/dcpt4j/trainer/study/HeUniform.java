package io.github.dcpt4j.trainer.study;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The untrained network of the published experiment: weights of convolutions and linear layers
 * uniform within sqrt(6 / fan-in) (He et al., Delving Deep into Rectifiers, ICCV 2015), biases
 * zero. All other parameters, as norms, scales and prompts, start as the network declares them:
 * NAFNet's blocks pass their input on unchanged, since their scales are zero.
 */
public final class HeUniform {

  private static final double GAIN_SQUARED = 2;
  private static final double UNIFORM_VARIANCE = 3;

  private HeUniform() {}

  /** Draws the weights of a network. */
  public static Weights of(RestorationNetwork network, long seed) {
    List<Parameter> parameters = ModelSummary.of(ModelDefinition.of(network)).networkParameters();
    RandomGenerator random = new SplittableRandom(seed);
    Weights declared = Weights.initial(parameters, random);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      tensors.put(parameter.name(), drawn(parameter, declared.get(parameter.name()), random));
    }
    return new Weights(tensors);
  }

  private static Tensor drawn(Parameter parameter, Tensor declared, RandomGenerator random) {
    float[] values = new float[declared.data().length];
    if (parameter.name().endsWith(".bias")) {
      return new Tensor(parameter.shape(), values);
    }
    List<Integer> shape = parameter.shape();
    if (!parameter.name().endsWith(".weight") || shape.size() < 2) {
      return declared;
    }
    double fanIn = (double) parameter.size() / shape.get(0);
    double bound = Math.sqrt(GAIN_SQUARED * UNIFORM_VARIANCE / fanIn);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
    }
    return new Tensor(shape, values);
  }
}
