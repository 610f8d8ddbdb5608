package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.IntStream;

/** AirNet and TransWeather. */
final class WeatherFamily implements NetworkFamily {

  private static final int STAGES = 4;

  @Override
  public Optional<NetworkTraits> traits(Shapes shapes, ObjectNode given) {
    if (shapes.has("R.body.0.body.0.dgm1.dcn.weight")) {
      return Optional.of(
          new NetworkTraits("airnet")
              .known("features", shapes.side("R.head.0.weight", 0))
              .known("groups", shapes.count("R\\.body\\.\\d+\\.body\\.0\\.dgm1\\.dcn\\.weight"))
              .known("blocks", shapes.count("R\\.body\\.0\\.body\\.\\d+\\.dgm1\\.dcn\\.weight")));
    }
    if (shapes.has("Tenc.patch_embed1.proj.weight")) {
      return Optional.of(
          new NetworkTraits("transweather")
              .known(
                  "widths",
                  IntStream.rangeClosed(1, STAGES)
                      .map(
                          stage ->
                              shapes.side("Tenc.patch_embed%d.proj.weight".formatted(stage), 0))
                      .boxed()
                      .toList())
              .known("taskDecoder", shapes.any("Tdec\\..+")));
    }
    return Optional.empty();
  }
}
