package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Baseline, which has NAFNet's frame and other blocks. */
public final class BaselineArchitecture implements Architecture {

  @Override
  public String title() {
    return "Baseline";
  }

  @Override
  public Class<Baseline> type() {
    return Baseline.class;
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    List<Integer> blocks = List.of(1, 1);
    return Map.of("original", new Baseline(4, blocks, 1, blocks, 1, 2, 3, List.of(), false));
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    if (!NafFrame.isOf(shapes) || !hasSqueezeAttention(shapes)) {
      return Optional.empty();
    }
    return Optional.of(
        NafFrame.traits(shapes)
            .known("imageChannels", shapes.side("intro.weight", 1))
            .known("depthwiseExpansion", expansion(shapes, "conv1"))
            .known("feedForwardExpansion", expansion(shapes, "conv4"))
            .assumed("localPooling", List.of(), "global pooling"));
  }

  static boolean hasSqueezeAttention(TensorShapes shapes) {
    return shapes.any(".+\\.se\\.1\\.weight");
  }

  private static int expansion(TensorShapes shapes, String convolution) {
    String weight = shapes.first(".+\\." + convolution + "\\.weight");
    return shapes.side(weight, 0) / shapes.side(weight, 1);
  }
}
