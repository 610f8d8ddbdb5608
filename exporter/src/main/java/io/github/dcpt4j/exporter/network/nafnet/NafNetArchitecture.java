package io.github.dcpt4j.exporter.network.nafnet;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.sdk.text.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** NAFNet in both forms, with local pooling or a stem. */
public final class NafNetArchitecture implements Architecture {

  private static final int COLOUR = 3;
  private static final int GREY = 1;
  private static final int LARGEST_STEM = 8;
  private static final List<Integer> ONES = List.of(1, 1, 1, 1);

  @Override
  public String title() {
    return "NAFNet";
  }

  @Override
  public Class<NafNet> type() {
    return NafNet.class;
  }

  @Override
  public List<NetworkPreset> presets() {
    return List.of(
        // 1.5 million parameters: what two cores can train in hours.
        new NetworkPreset("nafnet-16", new NafNet(16, List.of(1, 1, 2, 4), 1, ONES), 1),
        new NetworkPreset("nafnet-32", new NafNet(32, List.of(1, 1, 2, 4), 1, ONES), 1),
        new NetworkPreset("dcpt-nafnet-5d", NafNet.published(), 2));
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    List<Integer> blocks = List.of(1, 1);
    NafNet small = new NafNet(4, blocks, 1, blocks);
    Map<String, RestorationNetwork> samples = new LinkedHashMap<>();
    samples.put("DCPT", small);
    samples.put("original", small.withForm(NafNetForm.ORIGINAL));
    samples.put("local pooling", small.withLocalPooling(List.of(8, 8), false));
    samples.put("stem", small.withStem(2));
    return samples;
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    if (!NafFrame.isOf(shapes) || BaselineArchitecture.hasSqueezeAttention(shapes)) {
      return Optional.empty();
    }
    Traits traits = NafFrame.traits(shapes);
    if (NafFrame.isOriginal(shapes) || shapes.any("decoder\\d+\\..+")) {
      traits.known("form", NafFrame.isOriginal(shapes) ? "original" : "dcpt");
    } else {
      traits.assumed("form", "dcpt", "the form dcpt, which pads nothing");
    }
    addStem(traits, shapes.side("intro.weight", 1), given);
    return Optional.of(traits.assumed("localPooling", List.of(), "global pooling"));
  }

  /** The first convolution shows only the product of an image's channels and the stem's area. */
  private static void addStem(Traits traits, int channels, Map<String, Object> given) {
    OptionalInt fitting =
        IntStream.rangeClosed(2, LARGEST_STEM)
            .filter(side -> channels == COLOUR * side * side || channels == GREY * side * side)
            .findFirst();
    int stem = given.get("stem") instanceof Integer side ? side : fitting.orElse(1);
    if (fitting.isPresent()) {
      traits.assumed("stem", stem, Text.of("a stem of %d before %d channels", stem, channels));
    } else {
      traits.known("stem", stem);
    }
    traits.known("imageChannels", stem > 0 ? channels / (stem * stem) : channels);
  }
}
