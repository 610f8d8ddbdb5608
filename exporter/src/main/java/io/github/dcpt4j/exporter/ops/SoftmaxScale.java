package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * One entry of the soft-max of a learnt vector, which starts at one. Parameter: {@code name}
 * [count].
 *
 * @param count entries of the vector
 * @param index which entry, 0 to count - 1
 */
public record SoftmaxScale(int count, int index) implements Layer {

  @Override
  public List<Parameter> parameters(String name) {
    return List.of(new Parameter(name, List.of(count), Init.ONES));
  }
}
