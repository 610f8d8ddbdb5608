package io.github.dcpt4j.exporter.ops;

import io.github.dcpt4j.exporter.weights.Parameter;
import java.util.List;

/** An operation with parameters: what they are is said here, once for all back ends. */
public interface Layer {

  /**
   * The parameters.
   *
   * @param name the layer's name, which the names of its parameters begin with
   */
  List<Parameter> parameters(String name);
}
