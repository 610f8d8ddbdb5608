package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.Parameter;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Checkpoints whose weights are random and nowhere zero, so that every parameter matters. */
final class RandomCheckpoints {

  private static final long SEED = 7;

  private RandomCheckpoints() {}

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
  static Weights weights(List<Parameter> parameters) {
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
