package io.github.dcpt4j.exporter.network;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.sdk.text.Text;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names and shapes of tensors, from which a network is recognised. */
public final class TensorShapes {

  private final Map<String, List<Integer>> shapes;

  /** Keeps a copy of the shapes, in their order. */
  public TensorShapes(Map<String, List<Integer>> shapes) {
    this.shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
  }

  /** Whether there is a tensor of this name. */
  public boolean has(String name) {
    return shapes.containsKey(name);
  }

  /** Whether there is a tensor of this name with this number of axes. */
  public boolean has(String name, int rank) {
    return has(name) && shapes.get(name).size() == rank;
  }

  /** Whether a name matches the regular expression. */
  public boolean any(String names) {
    return count(names) > 0;
  }

  /** Number of names that match the regular expression. */
  public int count(String names) {
    Pattern pattern = Pattern.compile(names);
    return (int) shapes.keySet().stream().filter(pattern.asMatchPredicate()).count();
  }

  /** The first name that matches the regular expression, or the expression if there is none. */
  public String first(String names) {
    Pattern pattern = Pattern.compile(names);
    return shapes.keySet().stream().filter(pattern.asMatchPredicate()).findFirst().orElse(names);
  }

  /**
   * The size of a tensor along an axis.
   *
   * @throws CheckpointException if there is no such tensor or axis, or its size is 0
   */
  public int side(String name, int axis) {
    List<Integer> shape = shapes.getOrDefault(name, List.of());
    if (axis >= shape.size() || shape.get(axis) < 1) {
      throw new CheckpointException(
          Text.of(
              "the tensor '%s', which determines a size of the network, is missing or has an invalid shape",
              name));
    }
    return shape.get(axis);
  }
}
