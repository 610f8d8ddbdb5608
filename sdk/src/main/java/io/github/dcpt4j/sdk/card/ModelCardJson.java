package io.github.dcpt4j.sdk.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.sdk.error.ModelException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The stored form of a {@link ModelCard}. It is read field by field instead of by data binding:
 * every complaint names its field, and start-up is spared the inspection of classes.
 */
public final class ModelCardJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String REFLECTION = "reflect";

  private final JsonNode card;

  private ModelCardJson(JsonNode card) {
    this.card = card;
  }

  static ModelException refusal(String complaint, Throwable cause) {
    return new ModelException(
        "The model card is not valid: " + complaint + ". Export the model again.", cause);
  }

  static String write(ModelCard card) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("formatVersion", ModelCard.FORMAT_VERSION);
    json.put("name", card.name());
    json.set("network", card.network());
    ArrayNode heads = json.putArray("heads");
    card.heads().forEach(head -> heads.add(text(head)));
    ArrayNode labels = json.putArray("labels");
    card.labels().forEach(labels::add);
    json.put("sizeMultiple", card.sizeMultiple());
    json.put("minimumSize", card.minimumSize());
    // The sizes stand beside the policy, where versions that know the policy alone ignore them.
    json.put("tiling", text(card.tiling().policy()));
    card.tiling().overlap().ifPresent(pixels -> json.put("tileOverlap", pixels));
    card.tiling().bytesPerPixel().ifPresent(bytes -> json.put("bytesPerPixel", bytes));
    json.putArray("valueRange").add(0).add(1);
    json.put("padding", REFLECTION);
    json.put("precision", card.precision().label());
    ObjectNode provenance = json.putObject("provenance");
    card.provenance().forEach(provenance::put);
    card.parity().ifPresent(parity -> writeParity(parity, json.putObject("parity")));
    card.fidelity().ifPresent(fidelity -> writeFidelity(fidelity, json.putObject("fidelity")));
    return json.toString();
  }

  private static void writeParity(Parity parity, ObjectNode json) {
    json.put("height", parity.height());
    json.put("width", parity.width());
    ObjectNode differences = json.putObject("differences");
    parity.differences().forEach((head, value) -> differences.put(text(head), value));
  }

  private static void writeFidelity(QuantizationFidelity fidelity, ObjectNode json) {
    json.put("pictures", fidelity.pictures());
    fidelity.psnr().ifPresent(psnr -> json.put("psnr", psnr));
    fidelity.sameLabel().ifPresent(share -> json.put("sameLabel", share));
  }

  static ModelCard read(String text) {
    JsonNode json;
    try {
      json = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw refusal("it is not JSON (" + e.getOriginalMessage() + ")", e);
    }
    if (!json.isObject()) {
      throw refusal("it is not a JSON object", null);
    }
    return new ModelCardJson(json).toCard();
  }

  private ModelCard toCard() {
    // First of all: a newer format may have changed the meaning of any other field.
    requireKnownVersion();
    requireUnitRange();
    String padding = text("padding");
    if (!padding.equals(REFLECTION)) {
      throw refusal("padding is '" + padding + "', only '" + REFLECTION + "' is known", null);
    }
    return new ModelCard(
        text("name"),
        (ObjectNode) field(card, "network", JsonNode::isObject, "an object"),
        heads(),
        texts("labels"),
        integer(card, "sizeMultiple"),
        integer(card, "minimumSize"),
        tiling(),
        constant(Precision.class, text("precision"), "precision"),
        provenance(),
        parity(),
        fidelity());
  }

  private void requireKnownVersion() {
    int version = integer(card, "formatVersion");
    if (version > ModelCard.FORMAT_VERSION) {
      throw new ModelException(
          "The model card has format "
              + version
              + ", this dcpt4j reads up to format "
              + ModelCard.FORMAT_VERSION
              + ": use a newer dcpt4j or export the model with this one.");
    }
    if (version < 1) {
      throw refusal("formatVersion is " + version, null);
    }
  }

  private void requireUnitRange() {
    JsonNode range = field(card, "valueRange", JsonNode::isArray, "a list");
    boolean unit =
        range.size() == 2
            && range.get(0).isNumber()
            && range.get(0).doubleValue() == 0
            && range.get(1).isNumber()
            && range.get(1).doubleValue() == 1;
    if (!unit) {
      throw refusal("valueRange is " + range + ", only [0,1] is known", null);
    }
  }

  private Set<Head> heads() {
    Set<Head> heads = EnumSet.noneOf(Head.class);
    texts("heads").forEach(name -> heads.add(constant(Head.class, name, "heads")));
    return heads;
  }

  private Map<String, String> provenance() {
    Map<String, String> provenance = new LinkedHashMap<>();
    JsonNode json = field(card, "provenance", JsonNode::isObject, "an object");
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      if (!entry.getValue().isTextual()) {
        throw refusal("provenance." + entry.getKey() + " is not a text", null);
      }
      provenance.put(entry.getKey(), entry.getValue().textValue());
    }
    return provenance;
  }

  private Tiling tiling() {
    TilingPolicy policy = constant(TilingPolicy.class, text("tiling"), "tiling");
    try {
      return new Tiling(policy, optionalInteger("tileOverlap"), optionalInteger("bytesPerPixel"));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  private OptionalInt optionalInteger(String name) {
    return card.has(name) ? OptionalInt.of(integer(card, name)) : OptionalInt.empty();
  }

  private Optional<Parity> parity() {
    if (!card.has("parity")) {
      return Optional.empty();
    }
    JsonNode json = field(card, "parity", JsonNode::isObject, "an object");
    Map<Head, Double> differences = new EnumMap<>(Head.class);
    JsonNode values = field(json, "differences", JsonNode::isObject, "an object");
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      if (!entry.getValue().isNumber()) {
        throw refusal("parity.differences." + entry.getKey() + " is not a number", null);
      }
      differences.put(
          constant(Head.class, entry.getKey(), "parity.differences"),
          entry.getValue().doubleValue());
    }
    try {
      return Optional.of(new Parity(integer(json, "height"), integer(json, "width"), differences));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  private Optional<QuantizationFidelity> fidelity() {
    if (!card.has("fidelity")) {
      return Optional.empty();
    }
    JsonNode json = field(card, "fidelity", JsonNode::isObject, "an object");
    try {
      return Optional.of(
          new QuantizationFidelity(
              integer(json, "pictures"), number(json, "psnr"), number(json, "sameLabel")));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage(), e);
    }
  }

  private static OptionalDouble number(JsonNode object, String name) {
    return object.has(name)
        ? OptionalDouble.of(field(object, name, JsonNode::isNumber, "a number").doubleValue())
        : OptionalDouble.empty();
  }

  private String text(String name) {
    return field(card, name, JsonNode::isTextual, "a text").textValue();
  }

  private List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : field(card, name, JsonNode::isArray, "a list")) {
      if (!item.isTextual()) {
        throw refusal(name + " holds " + item + ", which is not a text", null);
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  private static int integer(JsonNode object, String name) {
    Predicate<JsonNode> fits = node -> node.isIntegralNumber() && node.canConvertToInt();
    return field(object, name, fits, "a whole number").intValue();
  }

  private static JsonNode field(
      JsonNode object, String name, Predicate<JsonNode> fits, String kind) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw refusal(name + " is missing", null);
    }
    if (!fits.test(value)) {
      throw refusal(name + " is not " + kind, null);
    }
    return value;
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text, String field) {
    for (E candidate : type.getEnumConstants()) {
      if (text(candidate).equals(text)) {
        return candidate;
      }
    }
    throw refusal(field + " holds '" + text + "', which this version does not know", null);
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
