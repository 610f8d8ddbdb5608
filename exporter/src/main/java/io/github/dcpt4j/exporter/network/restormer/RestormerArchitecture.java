package io.github.dcpt4j.exporter.network.restormer;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restormer in all three forms. */
public final class RestormerArchitecture implements Architecture {

  @Override
  public String title() {
    return "Restormer";
  }

  @Override
  public Class<Restormer> type() {
    return Restormer.class;
  }

  @Override
  public List<NetworkPreset> presets() {
    return List.of(new NetworkPreset("dcpt-restormer-5d", Restormer.published(), 2));
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    Map<String, RestorationNetwork> samples = new LinkedHashMap<>();
    samples.put("DCPT", sample(Restormer.Form.DCPT));
    samples.put("DCPT, origin", sample(Restormer.Form.DCPT_ORIGIN));
    samples.put("original", sample(Restormer.Form.ORIGINAL));
    return samples;
  }

  private static Restormer sample(Restormer.Form form) {
    return Restormer.builder()
        .dim(4)
        .blocks(List.of(1, 1, 1, 1))
        .refinementBlocks(1)
        .heads(List.of(1, 2, 2, 4))
        .form(form)
        .build();
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    if (!RestormerTraits.isOf(shapes) || RestormerTraits.hasPrompts(shapes)) {
      return Optional.empty();
    }
    Traits traits =
        RestormerTraits.of(shapes)
            .known("inputChannels", shapes.side("patch_embed.proj.weight", 1))
            .known("outputChannels", shapes.side("output.weight", 0))
            .known("dualPixel", shapes.has("skip_conv.weight"));
    return Optional.of(withForm(traits, shapes, given));
  }

  private static Traits withForm(Traits traits, TensorShapes shapes, Map<String, Object> given) {
    if (shapes.any(".+\\.body\\.\\d+\\.attn\\..+")) {
      return traits.known("form", "dcpt");
    }
    if (shapes.any(".+\\.attn\\.qkv\\.bias")) {
      return traits.known("form", "original");
    }
    if (shapes.has("output.bias")) {
      return traits.known("form", "dcpt-origin");
    }
    if (given.containsKey("form")) {
      return traits;
    }
    return switch (String.valueOf(given.get("attention"))) {
      case "relu" -> traits.known("form", "dcpt-origin");
      case "softmax" -> traits.known("form", "original");
      default ->
          traits
              .known("form", "original")
              .assumed("attention", "softmax", "attention softmax, as first published");
    };
  }
}
