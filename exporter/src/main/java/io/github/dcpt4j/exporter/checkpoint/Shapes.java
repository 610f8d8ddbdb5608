package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import java.util.List;
import java.util.regex.Pattern;

/** Names and shapes of tensors. */
final class Shapes {

  private final Weights weights;

  Shapes(Weights weights) {
    this.weights = weights;
  }

  boolean has(String name) {
    return weights.asMap().containsKey(name);
  }

  /** Whether there is a tensor of this name with so many axes. */
  boolean has(String name, int rank) {
    return has(name) && weights.get(name).shape().size() == rank;
  }

  /** Whether there is a name of this form. */
  boolean any(String names) {
    return count(names) > 0;
  }

  /** How many names are of this form. */
  int count(String names) {
    Pattern pattern = Pattern.compile(names);
    return (int) weights.asMap().keySet().stream().filter(pattern.asMatchPredicate()).count();
  }

  /** The first name of this form, if there is one, else the form itself. */
  String first(String names) {
    Pattern pattern = Pattern.compile(names);
    return weights.asMap().keySet().stream()
        .filter(pattern.asMatchPredicate())
        .findFirst()
        .orElse(names);
  }

  /**
   * The size of a tensor along an axis.
   *
   * @throws CheckpointException if there is no such tensor or axis, or nothing along it
   */
  int side(String name, int axis) {
    List<Integer> shape = has(name) ? weights.get(name).shape() : List.of();
    if (axis >= shape.size() || shape.get(axis) < 1) {
      throw new CheckpointException(
          "the tensor '%s', which tells a size of the network, is missing or misshapen"
              .formatted(name));
    }
    return shape.get(axis);
  }
}
