package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NafNet;
import io.github.dcpt4j.exporter.network.NafNetForm;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
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
   * decoder stages, and by padding sizes that the other does not take.
   */
  public static SafeTensors of(Checkpoint checkpoint) {
    RestorationNetwork network = checkpoint.model().network();
    boolean renamed = network instanceof NafNet nafNet && nafNet.form() == NafNetForm.DCPT;
    RestorationNetwork published = renamed ? original((NafNet) network) : network;
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    ModelSummary.of(ModelDefinition.of(network))
        .parameters()
        .forEach(
            parameter -> {
              String name = parameter.name();
              tensors.put(
                  renamed ? NAFNET_DECODER.matcher(name).replaceFirst("decoders.$1.") : name,
                  checkpoint.weights().get(name));
            });
    // What programs for PyTorch look for in such files.
    return new SafeTensors(
        Map.of("format", "pt"),
        new Weights(tensors).matching(ModelSummary.of(ModelDefinition.of(published)).parameters()));
  }

  private static NafNet original(NafNet network) {
    return new NafNet(
        network.width(),
        network.encoderBlocks(),
        network.middleBlocks(),
        network.decoderBlocks(),
        NafNetForm.ORIGINAL,
        network.imageChannels(),
        network.localPooling(),
        network.localPoolingFast());
  }
}
