package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Checkpoints to export: random weights that are nowhere zero, or the authors' vectors'. */
final class Checkpoints {

  private static final long SEED = 7;

  private Checkpoints() {}

  /** The model and the weights that reference vectors were made with. */
  static Checkpoint of(ReferenceVectors vectors) {
    return new Checkpoint(
        model(vectors), vectors.weights(), Map.of("data", "none: the authors' random weights"));
  }

  private static ModelDefinition model(ReferenceVectors vectors) {
    if (!vectors.hasClassifier()) {
      return ModelDefinition.of(vectors.network());
    }
    DegradationClassifier classifier = vectors.classifier();
    List<String> labels =
        IntStream.range(0, classifier.classes()).mapToObj(i -> "label " + i).toList();
    return ModelDefinition.of(vectors.network(), classifier, labels);
  }

  /** SwinIR with the weights that reference vectors were made with, and with their classifier. */
  static Checkpoint ofSwinIr(ReferenceVectors vectors) {
    boolean classifies =
        vectors.weights().asMap().keySet().stream()
            .anyMatch(name -> name.startsWith(DegradationClassifier.SCOPE));
    Optional<DegradationClassifier> classifier =
        classifies ? Optional.of(vectors.classifier()) : Optional.empty();
    List<String> labels =
        IntStream.range(0, classifier.map(DegradationClassifier::classes).orElse(0))
            .mapToObj(i -> "label " + i)
            .toList();
    return new Checkpoint(
        new ModelDefinition(vectors.swinIr(), classifier, labels),
        vectors.weights(),
        Map.of("data", "none: the authors' random weights"));
  }

  /** A network with a classifier of two classes. */
  static Checkpoint withClassifier(RestorationNetwork network, int residualBlocks) {
    DegradationClassifier classifier = DegradationClassifier.fitting(network, residualBlocks, 2);
    return of(ModelDefinition.of(network, classifier, List.of("rain", "noise")));
  }

  /** A model with a line of provenance. */
  static Checkpoint of(ModelDefinition model) {
    Weights weights = weights(ModelSummary.of(model).parameters());
    return new Checkpoint(model, weights, Map.of("data", "none: random weights"));
  }

  /** Values around the declared ones that keep feature maps of ordinary size. */
  private static Weights weights(List<Parameter> parameters) {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Weights.initial(parameters, random)
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.data().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.2 * random.nextDouble() - 0.1);
              }
              tensors.put(name, new Tensor(tensor.shape(), values));
            });
    return new Weights(tensors);
  }
}
