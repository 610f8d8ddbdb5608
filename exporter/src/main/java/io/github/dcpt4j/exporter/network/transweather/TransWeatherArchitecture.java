package io.github.dcpt4j.exporter.network.transweather;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** TransWeather with and without its task decoder. */
public final class TransWeatherArchitecture implements Architecture {

  private static final int STAGES = 4;

  @Override
  public String title() {
    return "TransWeather";
  }

  @Override
  public Class<TransWeather> type() {
    return TransWeather.class;
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    return Map.of("original", new TransWeather(List.of(8, 16, 8, 16), true));
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    if (!shapes.has("Tenc.patch_embed1.proj.weight")) {
      return Optional.empty();
    }
    List<Integer> widths =
        IntStream.rangeClosed(1, STAGES)
            .map(stage -> shapes.side(Text.of("Tenc.patch_embed%d.proj.weight", stage), 0))
            .boxed()
            .toList();
    return Optional.of(
        new Traits().known("widths", widths).known("taskDecoder", shapes.any("Tdec\\..+")));
  }
}
