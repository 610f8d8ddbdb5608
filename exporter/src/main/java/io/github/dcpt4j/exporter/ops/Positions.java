package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * A learnt value for every place and channel, which starts normal with deviation 0.02. Parameter:
 * {@code name} [1, height * width, channels].
 *
 * @param channels channels of the feature map
 * @param height its rows
 * @param width its columns
 */
public record Positions(int channels, int height, int width) implements Layer {

  @Override
  public List<Parameter> parameters(String name) {
    return List.of(new Parameter(name, List.of(1, height * width, channels), Init.TRANSFORMER));
  }
}
