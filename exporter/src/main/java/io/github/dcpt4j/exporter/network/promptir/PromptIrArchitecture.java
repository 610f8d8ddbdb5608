package io.github.dcpt4j.exporter.network.promptir;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.exporter.network.restormer.RestormerTraits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PromptIR in both forms. */
public final class PromptIrArchitecture implements Architecture {

  @Override
  public String title() {
    return "PromptIR";
  }

  @Override
  public Class<PromptIr> type() {
    return PromptIr.class;
  }

  @Override
  public List<NetworkPreset> presets() {
    return List.of(new NetworkPreset("dcpt-promptir-5d", PromptIr.published(), 2));
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    Map<String, RestorationNetwork> samples = new LinkedHashMap<>();
    samples.put("DCPT", sample(PromptIr.Form.DCPT));
    samples.put("original", sample(PromptIr.Form.ORIGINAL));
    return samples;
  }

  private static PromptIr sample(PromptIr.Form form) {
    return PromptIr.builder()
        .blocks(List.of(0, 0, 0, 1))
        .refinementBlocks(0)
        .heads(List.of(1, 1, 4, 8))
        .expansion(0.1)
        .form(form)
        .build();
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    if (!RestormerTraits.isOf(shapes) || !RestormerTraits.hasPrompts(shapes)) {
      return Optional.empty();
    }
    String form = shapes.has("chnl_reduce1.weight") ? "original" : "dcpt";
    return Optional.of(RestormerTraits.of(shapes).known("form", form));
  }
}
