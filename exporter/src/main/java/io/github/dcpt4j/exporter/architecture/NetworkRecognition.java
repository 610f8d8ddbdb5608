package io.github.dcpt4j.exporter.architecture;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.network.Traits;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network recognised from names and shapes of its weights and from a description. Whether all of
 * the weights fit it is another question.
 *
 * @param network the network
 * @param assumptions what neither of the two says, in words; the usual value is taken
 */
public record NetworkRecognition(RestorationNetwork network, List<String> assumptions) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps an immutable copy of the assumptions. */
  public NetworkRecognition {
    assumptions = List.copyOf(assumptions);
  }

  /**
   * Recognises a network.
   *
   * @param description the network's description, which need not be complete
   * @throws CheckpointException if the tensors are of no known network and the description is
   *     empty, if it contradicts the shapes, or if both leave a field open that has no usual value
   * @throws IllegalArgumentException if the resulting fields are out of range
   */
  public static NetworkRecognition of(TensorShapes shapes, NetworkDescription description) {
    Map<String, Object> given =
        JSON.convertValue(description.fields(), new TypeReference<Map<String, Object>>() {});
    for (Architecture architecture : Architectures.ALL) {
      Traits traits = architecture.recognise(shapes, given).orElse(null);
      if (traits != null) {
        return joined(architecture, traits, flat(description.fields()));
      }
    }
    if (description.isEmpty()) {
      throw new CheckpointException(
          "it does not name its network, and its tensors are of none that is known: describe the"
              + " network in JSON",
          CheckpointException.Need.NETWORK_DESCRIPTION);
    }
    return new NetworkRecognition(description.network(), List.of());
  }

  private static NetworkRecognition joined(
      Architecture architecture, Traits traits, Map<String, JsonNode> given) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    all.put("network", JSON.valueToTree(architecture.id()));
    traits.known().forEach((field, value) -> all.put(field, JSON.valueToTree(value)));
    given.forEach(
        (field, value) -> {
          JsonNode own = all.get(field);
          if (own != null && !traits.isRounded(field)) {
            requireAgreement(field, own, value);
          }
        });
    traits
        .open()
        .forEach(
            (field, advice) -> {
              if (!given.containsKey(field)) {
                throw new CheckpointException(
                    Text.of(
                        "names and shapes do not show the field '%s' of the network: %s",
                        field, advice),
                    CheckpointException.Need.NETWORK_DESCRIPTION);
              }
            });
    List<String> assumptions = new ArrayList<>();
    traits
        .assumed()
        .forEach(
            (field, assumption) -> {
              if (!given.containsKey(field)) {
                assumptions.add(assumption.words());
                all.put(field, JSON.valueToTree(assumption.value()));
              }
            });
    all.putAll(given);
    ObjectNode fields = JSON.createObjectNode();
    all.forEach((field, value) -> put(fields, field, value));
    return new NetworkRecognition(new NetworkDescription(fields).network(), assumptions);
  }

  private static void requireAgreement(String field, JsonNode own, JsonNode given) {
    if (!own.equals(NetworkRecognition::compare, given)) {
      throw new CheckpointException(
          Text.of(
              "the description of the network says %s %s, but the tensors have %s",
              field, given, own));
    }
  }

  // 1 and 1.0 are the same number to whoever writes a description.
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return Double.compare(one.doubleValue(), other.doubleValue());
    }
    return one.equals(other) ? 0 : 1;
  }

  /** Fields of fields, named with a dot. */
  private static Map<String, JsonNode> flat(ObjectNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue() instanceof ObjectNode inner) {
        flat(inner).forEach((name, value) -> fields.put(field.getKey() + "." + name, value));
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
