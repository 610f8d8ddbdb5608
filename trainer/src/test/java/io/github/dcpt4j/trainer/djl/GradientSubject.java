package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.trainer.RandomWeights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Something to differentiate: outputs of a network, or of a part of one, by its parameters.
 *
 * @param name for people
 * @param parameters names, shapes and initial values
 * @param weights where the gradient is taken
 * @param inputs shapes of the inputs
 * @param outputs the tensors whose weighted sum is differentiated
 */
record GradientSubject(
    String name, List<Parameter> parameters, Weights weights, List<Shape> inputs, Outputs outputs) {

  /** Computes the outputs with any back end. */
  interface Outputs {
    <T> List<T> of(Ops<T> ops, List<T> inputs);
  }

  /** A subject with random weights. */
  GradientSubject(String name, List<Parameter> parameters, List<Shape> inputs, Outputs outputs) {
    this(name, parameters, RandomWeights.of(parameters, 1), inputs, outputs);
  }

  /** A network alone. */
  static GradientSubject of(String name, RestorationNetwork network, Shape image) {
    return new GradientSubject(name, parameters(network), List.of(image), new Restored(network));
  }

  /** A network that is deep beside its width, with smaller weights than usual. */
  static GradientSubject ofDeep(String name, RestorationNetwork network, Shape image) {
    List<Parameter> parameters = parameters(network);
    Weights weights = moderate(RandomWeights.of(parameters, 1));
    return new GradientSubject(name, parameters, weights, List.of(image), new Restored(network));
  }

  /** A network with a classifier that fits it. */
  static GradientSubject classifying(
      String name, RestorationNetwork network, int classes, Shape image) {
    DegradationClassifier head = DegradationClassifier.fitting(network, 1, classes);
    List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    List<Parameter> parameters =
        ModelSummary.of(ModelDefinition.of(network, head, labels)).parameters();
    return new GradientSubject(
        name, parameters, List.of(image), new RestoredAndClassified(network, head));
  }

  private static List<Parameter> parameters(RestorationNetwork network) {
    return ModelSummary.of(ModelDefinition.of(network)).networkParameters();
  }

  /** Smaller values, with which many layers in a row neither explode nor saturate. */
  private static Weights moderate(Weights weights) {
    Map<String, Tensor> smaller = new LinkedHashMap<>();
    weights
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.data().clone();
              for (int i = 0; name.endsWith(".weight") && i < values.length; i++) {
                values[i] *= 0.5f;
              }
              smaller.put(name, new Tensor(tensor.shape(), values));
            });
    return new Weights(smaller);
  }

  /** The parameters that training moves. */
  List<Parameter> trained() {
    return parameters.stream().filter(Parameter::trained).toList();
  }

  /** The names of those that training leaves alone. */
  List<String> constants() {
    return parameters.stream()
        .filter(parameter -> !parameter.trained())
        .map(Parameter::name)
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }

  private record Restored(RestorationNetwork network) implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      return List.of(network.restore(ops, inputs.get(0)));
    }
  }

  private record RestoredAndClassified(RestorationNetwork network, DegradationClassifier head)
      implements Outputs {
    @Override
    public <T> List<T> of(Ops<T> ops, List<T> inputs) {
      Features<T> features = network.features(ops, inputs.get(0));
      T logits = head.logits(ops, features.stages(), inputs.get(0));
      return List.of(features.restored(), logits);
    }
  }
}
