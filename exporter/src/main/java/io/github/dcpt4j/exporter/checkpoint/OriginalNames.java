package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network's weights for other programs: under the names of the network's own authors where theirs
 * is the same mathematics, else under those of the DCPT release.
 */
public final class OriginalNames {

  private OriginalNames() {}

  /**
   * The network's weights, without the classifier's, in the order of the published state
   * dictionary. Tensors that {@link RestorationNetwork#original()} does not use are zeros.
   */
  public static SafeTensors of(Checkpoint checkpoint) {
    RestorationNetwork network = checkpoint.model().network();
    RestorationNetwork published = network.original();
    Map<String, Tensor> weights = new HashMap<>();
    checkpoint
        .weights()
        .asMap()
        .forEach((name, tensor) -> weights.put(network.originalName(name), tensor));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : ModelSummary.stateDictionary(published)) {
      String name = parameter.name();
      boolean unused = published.unusedParameters().contains(parameter);
      tensors.put(name, unused ? zeros(parameter) : weights.get(name));
    }
    // What programs for PyTorch look for in such files.
    return new SafeTensors(Map.of("format", "pt"), new Weights(tensors));
  }

  private static Tensor zeros(Parameter parameter) {
    return new Tensor(parameter.shape(), new float[Math.toIntExact(parameter.size())]);
  }
}
