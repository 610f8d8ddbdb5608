package io.github.dcpt4j.exporter.weights;

import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tensors by name, in the order in which they were given. */
public final class Weights {

  private static final int NAMES_IN_A_MESSAGE = 5;

  private final Map<String, Tensor> tensors;

  /** Keeps a copy of the map; the tensors are shared. */
  public Weights(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Draws initial values as the parameters declare them. */
  public static Weights initial(List<Parameter> parameters, RandomGenerator random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      float[] values = new float[Math.toIntExact(parameter.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = draw(parameter.init(), random);
      }
      tensors.put(parameter.name(), new Tensor(parameter.shape(), values));
    }
    return new Weights(tensors);
  }

  private static float draw(Init init, RandomGenerator random) {
    if (init instanceof Init.Constant constant) {
      return constant.value();
    }
    if (init instanceof Init.Uniform uniform) {
      return (float) ((2 * random.nextDouble() - 1) * uniform.bound());
    }
    if (init instanceof Init.Between range) {
      return (float) (range.low() + random.nextDouble() * (range.high() - range.low()));
    }
    return (float) (random.nextGaussian() * ((Init.Normal) init).standardDeviation());
  }

  /** The shapes of all tensors by name, in their order. */
  public Map<String, List<Integer>> shapes() {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /** All tensors by name. */
  public Map<String, Tensor> asMap() {
    return tensors;
  }

  /**
   * The tensor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(Text.of("there is no tensor '%s'", name));
    }
    return tensor;
  }

  /**
   * Picks some parameters among others, in their order.
   *
   * @throws IllegalArgumentException if one of them is missing
   */
  public Weights only(List<Parameter> parameters) {
    Map<String, Tensor> picked = new LinkedHashMap<>();
    parameters.forEach(parameter -> picked.put(parameter.name(), get(parameter.name())));
    return new Weights(picked);
  }

  /**
   * Picks exactly the declared parameters, in their order.
   *
   * @throws CheckpointException naming the tensors that are missing, surplus or misshapen
   */
  public Weights matching(List<Parameter> parameters) {
    return matching(parameters, name -> false);
  }

  /**
   * Picks exactly the declared parameters, in their order.
   *
   * @param ignored names of tensors that may be there without being declared
   * @throws CheckpointException naming the tensors that are missing, surplus or misshapen
   */
  public Weights matching(List<Parameter> parameters, Predicate<String> ignored) {
    Map<String, Tensor> matched = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    for (Parameter parameter : parameters) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null) {
        missing.add(parameter.name());
      } else if (!tensor.shape().equals(parameter.shape())) {
        misshapen.add(
            Text.of("%s %s instead of %s", parameter.name(), tensor.shape(), parameter.shape()));
      } else {
        matched.put(parameter.name(), tensor);
      }
    }
    List<String> surplus = new ArrayList<>(tensors.keySet());
    surplus.removeAll(parameters.stream().map(Parameter::name).toList());
    surplus.removeIf(ignored);
    if (!missing.isEmpty() || !misshapen.isEmpty() || !surplus.isEmpty()) {
      String problems =
          Stream.of(
                  listed("missing", missing),
                  listed("surplus", surplus),
                  listed("misshapen", misshapen))
              .filter(problem -> !problem.isEmpty())
              .collect(Collectors.joining("; "));
      throw new CheckpointException("the weights do not fit the network: " + problems);
    }
    return new Weights(matched);
  }

  private static String listed(String what, List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String shown = String.join(", ", names.subList(0, Math.min(NAMES_IN_A_MESSAGE, names.size())));
    String more =
        names.size() > NAMES_IN_A_MESSAGE
            ? Text.of(" and %d more", names.size() - NAMES_IN_A_MESSAGE)
            : "";
    return Text.of("%s %s%s", what, shown, more);
  }
}
