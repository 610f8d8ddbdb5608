package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What names and shapes of weights tell of their network, as fields of its JSON form, and what they
 * leave open. A field of a field is named with a dot.
 */
final class NetworkTraits {

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Assumption(JsonNode value, String words) {}

  private final Map<String, JsonNode> known = new LinkedHashMap<>();
  private final Set<String> rounded = new HashSet<>();
  private final Map<String, Assumption> assumed = new LinkedHashMap<>();
  private final Map<String, String> open = new LinkedHashMap<>();

  NetworkTraits(String network) {
    known("network", network);
  }

  /** Tells a field for certain. */
  NetworkTraits known(String field, Object value) {
    known.put(field, JSON.valueToTree(value));
    return this;
  }

  /** Tells a field of which shapes show a rounded form: other values may have it too. */
  NetworkTraits rounded(String field, Object value) {
    rounded.add(field);
    return known(field, value);
  }

  /**
   * Takes the usual value of a field that names and shapes do not tell.
   *
   * @param words what is assumed, for people
   */
  NetworkTraits assumed(String field, Object value, String words) {
    assumed.put(field, new Assumption(JSON.valueToTree(value), words));
    return this;
  }

  /**
   * Says that a field has to be given.
   *
   * @param advice what to give
   */
  NetworkTraits open(String field, String advice) {
    open.put(field, advice);
    return this;
  }

  /** What is assumed beside what is given, in words. */
  List<String> assumptions(ObjectNode given) {
    Set<String> fields = fields(given).keySet();
    List<String> words = new ArrayList<>();
    assumed.forEach(
        (field, assumption) -> {
          if (!fields.contains(field)) {
            words.add(assumption.words());
          }
        });
    return words;
  }

  /**
   * Joins what is known, given and assumed to the JSON form of the network.
   *
   * @param given fields that somebody who knows the network says of it
   * @throws CheckpointException if these contradict the shapes, or one is missing
   */
  ObjectNode completed(ObjectNode given) {
    Map<String, JsonNode> fields = fields(given);
    fields.forEach(this::requireAgreement);
    open.forEach(
        (field, advice) -> {
          if (!fields.containsKey(field)) {
            throw new CheckpointException(
                "names and shapes do not tell the field '%s' of the network: %s"
                    .formatted(field, advice));
          }
        });
    Map<String, JsonNode> all = new LinkedHashMap<>(known);
    assumed.forEach((field, assumption) -> all.put(field, assumption.value()));
    all.putAll(fields);
    ObjectNode completed = JSON.createObjectNode();
    all.forEach((field, value) -> put(completed, field, value));
    return completed;
  }

  private void requireAgreement(String field, JsonNode value) {
    JsonNode own = known.get(field);
    if (own != null && !rounded.contains(field) && !own.equals(NetworkTraits::compare, value)) {
      throw new CheckpointException(
          "the description of the network says %s %s, but the tensors have %s"
              .formatted(field, value, own));
    }
  }

  // 1 and 1.0 are the same number to whoever writes a description.
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  private static Map<String, JsonNode> fields(ObjectNode given) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (field.getValue() instanceof ObjectNode inner) {
        fields(inner).forEach((name, value) -> fields.put(field.getKey() + "." + name, value));
      } else {
        fields.put(field.getKey(), field.getValue());
      }
    }
    return fields;
  }

  private static void put(ObjectNode target, String field, JsonNode value) {
    int dot = field.indexOf('.');
    if (dot < 0) {
      target.set(field, value);
    } else {
      put(target.withObject("/" + field.substring(0, dot)), field.substring(dot + 1), value);
    }
  }
}
