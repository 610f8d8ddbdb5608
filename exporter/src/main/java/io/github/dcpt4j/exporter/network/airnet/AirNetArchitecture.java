package io.github.dcpt4j.exporter.network.airnet;

import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import java.util.Map;
import java.util.Optional;

/** AirNet as its authors published it. */
public final class AirNetArchitecture implements Architecture {

  @Override
  public String title() {
    return "AirNet";
  }

  @Override
  public Class<AirNet> type() {
    return AirNet.class;
  }

  @Override
  public Map<String, RestorationNetwork> samples() {
    return Map.of("original", new AirNet(6, 2, 2));
  }

  @Override
  public Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given) {
    if (!shapes.has("R.body.0.body.0.dgm1.dcn.weight")) {
      return Optional.empty();
    }
    return Optional.of(
        new Traits()
            .known("features", shapes.side("R.head.0.weight", 0))
            .known("groups", shapes.count("R\\.body\\.\\d+\\.body\\.0\\.dgm1\\.dcn\\.weight"))
            .known("blocks", shapes.count("R\\.body\\.0\\.body\\.\\d+\\.dgm1\\.dcn\\.weight")));
  }
}
