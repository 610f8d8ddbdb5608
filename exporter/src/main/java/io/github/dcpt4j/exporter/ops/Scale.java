package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A learnt factor for every channel, which starts at zero. Parameter: {@code name} [1, C, 1, 1].
 *
 * @param channels C
 */
public record Scale(int channels) implements Layer {

  @Override
  public List<Parameter> parameters(String name) {
    return List.of(new Parameter(name, List.of(1, channels, 1, 1), Init.ZEROS));
  }
}
