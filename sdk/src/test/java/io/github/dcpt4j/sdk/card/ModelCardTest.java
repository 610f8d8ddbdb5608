package io.github.dcpt4j.sdk.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.sdk.TestCards;
import io.github.dcpt4j.sdk.error.ModelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ModelCardTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void comesBackFromItsStoredFormUnchangedAndInOrder() {
    ModelCard card = card();
    ModelCard read = ModelCard.fromJson(card.toJson());
    assertThat(read).isEqualTo(card);
    assertThat(read.labels()).containsExactly("rain", "noise", "haze");
    assertThat(read.provenance().keySet()).containsExactly("data", "commands", "a");
  }

  @Test
  void parityMayBeAddedLater() {
    Parity parity = new Parity(16, 24, Map.of(Head.RESTORATION, 2e-6, Head.CLASSIFICATION, 0.0));
    ModelCard measured = card().withParity(parity);
    assertThat(ModelCard.fromJson(measured.toJson()).parity()).contains(parity);
    assertThat(ModelCard.fromJson(card().toJson()).parity()).isEmpty();
  }

  @Test
  void figuresOfALowerPrecisionMayBeAddedLater() throws JsonProcessingException {
    ModelCard fp16 = ModelCard.fromJson(json().put("precision", "fp16").toString());
    assertThat(fp16.fidelity()).isEmpty();
    for (QuantizationFidelity fidelity :
        List.of(
            new QuantizationFidelity(12, OptionalDouble.of(61.25), OptionalDouble.of(1)),
            new QuantizationFidelity(1, OptionalDouble.of(38), OptionalDouble.empty()),
            new QuantizationFidelity(3, OptionalDouble.empty(), OptionalDouble.of(0.9)))) {
      ModelCard measured = fp16.withFidelity(fidelity);
      assertThat(ModelCard.fromJson(measured.toJson())).isEqualTo(measured);
      assertThat(measured.fidelity()).contains(fidelity);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"pictures\": 0, \"psnr\": 50}",
        "{\"pictures\": 3}",
        "{\"pictures\": 3, \"psnr\": \"high\"}",
        "{\"pictures\": 3, \"sameLabel\": 1.5}",
        "{\"psnr\": 50}"
      })
  void refusesFiguresOfALowerPrecisionThatCannotBeTrue(String fidelity)
      throws JsonProcessingException {
    ObjectNode json = json().put("precision", "int8");
    json.set("fidelity", MAPPER.readTree(fidelity));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelCard.fromJson(json.toString()));
  }

  @Test
  void fp32HasNoFiguresOfALowerPrecision() {
    QuantizationFidelity fidelity =
        new QuantizationFidelity(12, OptionalDouble.of(61.25), OptionalDouble.of(1));
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> card().withFidelity(fidelity))
        .withMessageContaining("fidelity");
  }

  @Test
  void statesWhatEveryModelOfTheFormatHasInCommon() throws JsonProcessingException {
    ObjectNode json = json();
    assertThat(json.get("formatVersion").intValue()).isEqualTo(1);
    assertThat(json.get("valueRange")).hasToString("[0,1]");
    assertThat(json.get("padding").textValue()).isEqualTo("reflect");
    assertThat(json.get("heads")).hasToString("[\"restoration\",\"classification\"]");
    assertThat(json.get("tiling").textValue()).isEqualTo("whole-image");
    assertThat(json.get("precision").textValue()).isEqualTo("fp32");
  }

  @Test
  void saysWhatTilesNeedWhereTheModelKnows() throws JsonProcessingException {
    ObjectNode json = json().put("tiling", "tiled").put("tileOverlap", 144);
    json.put("bytesPerPixel", 1100);
    Tiling tiling = ModelCard.fromJson(json.toString()).tiling();
    assertThat(tiling).isEqualTo(Tiling.tiled(144).withBytesPerPixel(1100));
    ModelCard card = TestCards.with(card(), tiling);
    assertThat(ModelCard.fromJson(card.toJson())).isEqualTo(card);
  }

  @Test
  void opensACardThatKnowsThePolicyAlone() throws JsonProcessingException {
    assertThat(json().has("tileOverlap")).isFalse();
    assertThat(ModelCard.fromJson(json().toString()).tiling()).isEqualTo(Tiling.wholeImage());
  }

  @Test
  void ignoresFieldsOfLaterVersions() throws JsonProcessingException {
    ObjectNode json = json().put("mood", "cheerful");
    assertThat(ModelCard.fromJson(json.toString())).isEqualTo(card());
  }

  @Test
  void refusesANewerFormatBeforeLookingAtAnythingElse() {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelCard.fromJson("{\"formatVersion\": 2}"))
        .withMessageContaining("format 2")
        .withMessageContaining("newer dcpt4j");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "formatVersion",
        "name",
        "network",
        "heads",
        "labels",
        "sizeMultiple",
        "minimumSize",
        "tiling",
        "valueRange",
        "padding",
        "precision",
        "provenance"
      })
  void namesAFieldThatIsMissingOrOfTheWrongKind(String field) throws JsonProcessingException {
    ObjectNode without = json();
    without.remove(field);
    assertRefused(without, field + " is missing");
    assertRefused(json().putNull(field), field + " is not");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "formatVersion | 0 | formatVersion is 0",
        "name | \" \" | name is blank",
        "heads | [] | heads is empty",
        "heads | [\"clairvoyance\"] | heads holds 'clairvoyance'",
        "heads | [1] | heads holds 1",
        "heads | [\"restoration\"] | labels belong to a classification head",
        "labels | [] | labels belong to a classification head",
        "labels | [\"rain\",\"rain\"] | 'rain' twice",
        "labels | [\"rain\",\"\"] | blank label",
        "sizeMultiple | 0 | sizeMultiple is 0, not within 1 to 1024",
        "sizeMultiple | 1025 | sizeMultiple is 1025",
        "sizeMultiple | 1.5 | sizeMultiple is not a whole number",
        "sizeMultiple | 99999999999 | sizeMultiple is not a whole number",
        "minimumSize | -1 | minimumSize is -1",
        "minimumSize | 5000 | minimumSize is 5000",
        "tiling | \"mosaic\" | tiling holds 'mosaic'",
        "tileOverlap | -1 | tileOverlap is -1, not within 0 to 2048",
        "tileOverlap | 2049 | tileOverlap is 2049",
        "bytesPerPixel | 0 | bytesPerPixel is 0",
        "bytesPerPixel | \"many\" | bytesPerPixel is not a whole number",
        "valueRange | [0,255] | only [0,1] is known",
        "valueRange | [0] | only [0,1] is known",
        "padding | \"zero\" | padding is 'zero'",
        "precision | \"fp8\" | precision holds 'fp8'",
        "provenance | {\"data\":1} | provenance.data is not a text",
        "parity | {\"height\":8,\"width\":8,\"differences\":{}} | parity without any head",
        "parity | {\"height\":0,\"width\":8,\"differences\":{\"restoration\":0}} | test size 0x8",
        "parity | {\"height\":8,\"width\":8,\"differences\":{\"restoration\":-1}} | difference -1",
        "parity | {\"height\":8,\"width\":8,\"differences\":{\"restoration\":\"x\"}} | not a number",
        "parity | {\"height\":8,\"width\":8,\"differences\":{\"restoration\":0}} | parity is of",
      })
  void refusesValuesThatCannotBeTrue(String field, String value, String complaint)
      throws JsonProcessingException {
    ObjectNode json = json();
    json.set(field, MAPPER.readTree(value));
    assertRefused(json, complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "3", "nonsense", "{} {}"})
  void refusesWhatIsNotACard(String text) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelCard.fromJson(text))
        .withMessageStartingWith("The model card is not valid: ")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void cannotBeChangedThroughTheNetworkItWasGivenOrGives() {
    ObjectNode network = MAPPER.createObjectNode().put("network", "nafnet");
    ModelCard card = card();
    ObjectNode given = card.network();
    given.put("width", 99);
    assertThat(card.network()).isEqualTo(network.put("width", 8));
  }

  private static void assertRefused(ObjectNode json, String complaint) {
    assertThatExceptionOfType(ModelException.class)
        .isThrownBy(() -> ModelCard.fromJson(json.toString()))
        .withMessageContaining(complaint);
  }

  private static ObjectNode json() throws JsonProcessingException {
    return (ObjectNode) MAPPER.readTree(card().toJson());
  }

  private static ModelCard card() {
    Map<String, String> provenance = new LinkedHashMap<>();
    provenance.put("data", "1,000 photographs");
    provenance.put("commands", "dcpt pretrain");
    provenance.put("a", "last");
    return new ModelCard(
        "tiny",
        MAPPER.createObjectNode().put("network", "nafnet").put("width", 8),
        Set.of(Head.CLASSIFICATION, Head.RESTORATION),
        List.of("rain", "noise", "haze"),
        16,
        16,
        Tiling.wholeImage(),
        Precision.FP32,
        provenance,
        Optional.empty());
  }
}
