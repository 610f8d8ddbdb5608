package io.github.dcpt4j.exporter.network;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of network as the rest of the project knows it: how it is named, recognised and tried out.
 * To add one, implement this beside the network's record and list it in {@code Architectures}.
 */
public interface Architecture {

  /** The name for people, for example {@code NAFNet}. */
  String title();

  /** The record of the network's configuration, annotated with its {@link JsonTypeName}. */
  Class<? extends RestorationNetwork> type();

  /** The name in JSON, for example {@code nafnet}. */
  default String id() {
    return type().getAnnotation(JsonTypeName.class).value();
  }

  /**
   * Recognises a network of this kind by the names and shapes of its tensors.
   *
   * @param given fields of the JSON form that are given beside the tensors
   * @return what the shapes say of it; empty if it is of another kind
   * @throws CheckpointException if it is of this kind, but its shapes are inconsistent or it cannot
   *     be used here
   */
  Optional<Traits> recognise(TensorShapes shapes, Map<String, Object> given);

  /** Configurations that have a name. */
  default List<NetworkPreset> presets() {
    return List.of();
  }

  /**
   * Small configurations by the name of their form, one for each form that the network has. All
   * contract tests run on these: back ends against each other, export, recognition, training.
   */
  Map<String, RestorationNetwork> samples();
}
