package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.NafNetForm;
import io.github.dcpt4j.exporter.network.PromptIr;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A network's weights for other programs: under the names of the network's own authors where theirs
 * is the same mathematics, else under those of the DCPT release.
 */
public final class OriginalNames {

  private static final Pattern NAFNET_DECODER = Pattern.compile("^decoder(\\d+)\\.");

  private OriginalNames() {}

  /**
   * The network's weights, without the classifier's, in the order of the published state
   * dictionary. NAFNet of the DCPT release becomes the original, which differs by the names of its
   * decoder stages, and by padding sizes that the other does not take. PromptIR becomes the
   * original, whose unused tensors are zeros.
   */
  public static SafeTensors of(Checkpoint checkpoint) {
    RestorationNetwork network = checkpoint.model().network();
    RestorationNetwork published = published(network);
    boolean renamed = network instanceof NafNet;
    Map<String, Tensor> weights = new HashMap<>();
    checkpoint
        .weights()
        .asMap()
        .forEach(
            (name, tensor) ->
                weights.put(
                    renamed ? NAFNET_DECODER.matcher(name).replaceFirst("decoders.$1.") : name,
                    tensor));
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

  /** The network of the same mathematics that has the most widely known names. */
  private static RestorationNetwork published(RestorationNetwork network) {
    if (network instanceof NafNet nafNet) {
      return new NafNet(
          nafNet.width(),
          nafNet.encoderBlocks(),
          nafNet.middleBlocks(),
          nafNet.decoderBlocks(),
          NafNetForm.ORIGINAL,
          nafNet.imageChannels(),
          nafNet.localPooling(),
          nafNet.localPoolingFast(),
          nafNet.stem());
    }
    if (network instanceof PromptIr promptIr) {
      return new PromptIr(
          promptIr.dim(),
          promptIr.blocks(),
          promptIr.refinementBlocks(),
          promptIr.heads(),
          promptIr.expansion(),
          promptIr.norm(),
          promptIr.bias(),
          PromptIr.Form.ORIGINAL,
          promptIr.stages());
    }
    return network;
  }
}
