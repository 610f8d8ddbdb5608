package io.github.dcpt4j.exporter.architecture;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.exporter.network.RestorationNetwork;

/**
 * The JSON form of a network, or a part of it: names and shapes of a checkpoint's tensors, or its
 * own description, supply the rest.
 */
public final class NetworkDescription {

  private final ObjectNode fields;

  NetworkDescription(ObjectNode fields) {
    this.fields = fields.deepCopy();
  }

  /** An empty description. */
  public static NetworkDescription none() {
    return new NetworkDescription(new ObjectMapper().createObjectNode());
  }

  /** The complete description of a network. */
  public static NetworkDescription of(RestorationNetwork network) {
    return new NetworkDescription(new ObjectMapper().valueToTree(network));
  }

  /**
   * Takes a JSON object such as {@code {"attention": "relu"}}.
   *
   * @throws IllegalArgumentException if the text is no JSON object
   */
  public static NetworkDescription parse(String json) {
    if (StrictJson.parse(json, new TypeReference<JsonNode>() {}) instanceof ObjectNode object) {
      return new NetworkDescription(object);
    }
    throw new IllegalArgumentException("it is not a JSON object");
  }

  /**
   * The network that the description gives by itself.
   *
   * @throws IllegalArgumentException if a field is missing, unknown or out of range
   */
  public RestorationNetwork network() {
    return StrictJson.parse(fields.toString(), new TypeReference<>() {});
  }

  /** Whether no field is given. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  ObjectNode fields() {
    return fields;
  }

  /** This description with fields replaced by those of another. */
  public NetworkDescription changedBy(NetworkDescription other) {
    ObjectNode changed = fields.deepCopy();
    for (var field : other.fields.properties()) {
      if (changed.get(field.getKey()) instanceof ObjectNode own
          && field.getValue() instanceof ObjectNode inner) {
        own.setAll(inner);
      } else {
        changed.set(field.getKey(), field.getValue());
      }
    }
    return new NetworkDescription(changed);
  }
}
