package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.exporter.network.RestorationNetwork;

/**
 * What somebody says of a network, in its JSON form. It need not be all: a checkpoint's names and
 * shapes, or what it says itself, tell the rest.
 */
public final class NetworkDescription {

  private final ObjectNode fields;

  NetworkDescription(ObjectNode fields) {
    this.fields = fields.deepCopy();
  }

  /** Says nothing: the checkpoint has to tell. */
  public static NetworkDescription none() {
    return new NetworkDescription(new ObjectMapper().createObjectNode());
  }

  /** Says all of a network. */
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

  boolean isEmpty() {
    return fields.isEmpty();
  }

  ObjectNode fields() {
    return fields;
  }

  /** This description with another's fields put in place of its own. */
  NetworkDescription changedBy(NetworkDescription other) {
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
