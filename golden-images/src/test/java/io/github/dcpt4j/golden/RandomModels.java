package io.github.dcpt4j.golden;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.promptir.PromptIr;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Models of random weights, in which every parameter counts. */
final class RandomModels {

  private static final long SEED = 11;

  /** How far values move that the networks begin with as zeros or ones. */
  private static final double SPREAD = 0.1;

  private RandomModels() {}

  /** The network with the classifier that fits it, if one does. */
  static ModelDefinition withHead(
      RestorationNetwork network, int residualBlocks, List<String> labels) {
    if (network.stageChannels().isEmpty()) {
      return ModelDefinition.of(network);
    }
    DegradationClassifier classifier =
        new DegradationClassifier(
            network.stageChannels(),
            residualBlocks,
            labels.size(),
            // Of the authors' two heads, the one for PromptIR looks at the image, too.
            network instanceof PromptIr,
            network.stagesAtFullSize());
    return ModelDefinition.of(network, classifier, labels);
  }

  /** A model with random weights. */
  static Checkpoint of(ModelDefinition model) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Parameter> parameters = ModelSummary.of(model).parameters();
    Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.initial(parameters, random).asMap());
    for (Parameter parameter : parameters) {
      if (parameter.init() instanceof Init.Constant) {
        // A factor that begins as zero would leave out the branch that it belongs to.
        tensors.computeIfPresent(parameter.name(), (name, tensor) -> around(tensor, random));
      }
    }
    return new Checkpoint(model, new Weights(tensors), Map.of("data", "none: random weights"));
  }

  private static Tensor around(Tensor tensor, SplittableRandom random) {
    float[] values = tensor.data().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) random.nextDouble(-SPREAD, SPREAD);
    }
    return new Tensor(tensor.shape(), values);
  }

  /** Random pictures. */
  static NetworkInput pictures(int count, int height, int width) {
    return new NetworkInput(count, height, width, noise(3 * count * height * width));
  }

  /** Values from 0 to 1. */
  static float[] noise(int size) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat();
    }
    return values;
  }
}
