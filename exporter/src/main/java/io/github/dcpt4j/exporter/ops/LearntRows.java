package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * Learnt rows of features. Parameter: {@code name} [1, rows, C].
 *
 * @param rows number of rows
 * @param channels C
 */
public record LearntRows(int rows, int channels) implements Layer {

  @Override
  public List<Parameter> parameters(String name) {
    return List.of(new Parameter(name, List.of(1, rows, channels), new Init.Normal(1)));
  }
}
