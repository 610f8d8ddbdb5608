package io.github.dcpt4j.exporter.symbolic;

import io.github.dcpt4j.exporter.ops.Operation;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/**
 * What an operation declares.
 *
 * @param parameters its parameters
 * @param result channels, height and width of its result
 */
public record Declared(List<Parameter> parameters, List<Integer> result) {

  /** Asks an operation on a map of some channels, height and width. */
  public static Declared of(Operation operation, int channels, int height, int width) {
    SymbolicOps ops = new SymbolicOps();
    Extent result = operation.of(ops, new Extent(channels, height, width));
    return new Declared(
        ops.parameters(), List.of(result.channels(), result.height(), result.width()));
  }
}
