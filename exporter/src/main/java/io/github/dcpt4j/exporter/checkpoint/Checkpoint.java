package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model with its weights and the story of its training, kept in one safetensors file.
 *
 * @param model network, classifier and labels
 * @param weights exactly the model's parameters, in state-dictionary order; the classifier's names
 *     begin with {@link DegradationClassifier#SCOPE}
 * @param provenance how the weights came about: free strings, for example {@code data} and {@code
 *     iterations}
 */
public record Checkpoint(ModelDefinition model, Weights weights, Map<String, String> provenance) {

  private static final String NETWORK = "dcpt4j.network";
  private static final String CLASSIFIER = "dcpt4j.classifier";
  private static final String LABELS = "dcpt4j.labels";
  private static final String PROVENANCE = "dcpt4j.provenance";

  /**
   * Checks the weights against the model.
   *
   * @throws CheckpointException naming the tensors that are missing, surplus or misshapen
   */
  public Checkpoint {
    weights = weights.matching(ModelSummary.of(model).parameters());
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /**
   * Reads a checkpoint that tells its own network.
   *
   * @throws CheckpointException if the file is damaged, foreign, or does not hold what it says
   */
  public static Checkpoint read(Path file) {
    SafeTensors stored = SafeTensors.read(file);
    Map<String, String> metadata = stored.metadata();
    if (!metadata.containsKey(NETWORK)) {
      throw new CheckpointException(
          file + " does not say which network it holds: describe it with --network FILE.json");
    }
    try {
      return new Checkpoint(model(metadata), stored.weights(), provenance(metadata));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new CheckpointException(
          "%s describes its network wrongly: %s".formatted(file, firstLine(e)), e);
    } catch (CheckpointException e) {
      throw new CheckpointException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ModelDefinition model(Map<String, String> metadata)
      throws JsonProcessingException {
    RestorationNetwork network = parse(metadata.get(NETWORK), new TypeReference<>() {});
    if (!metadata.containsKey(CLASSIFIER)) {
      return ModelDefinition.of(network);
    }
    DegradationClassifier classifier = parse(metadata.get(CLASSIFIER), new TypeReference<>() {});
    List<String> labels = parse(metadata.getOrDefault(LABELS, "[]"), new TypeReference<>() {});
    return ModelDefinition.of(network, classifier, labels);
  }

  private static Map<String, String> provenance(Map<String, String> metadata)
      throws JsonProcessingException {
    return parse(metadata.getOrDefault(PROVENANCE, "{}"), new TypeReference<>() {});
  }

  private static <T> T parse(String text, TypeReference<T> type) throws JsonProcessingException {
    T value =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build()
            .readValue(text, type);
    if (value == null) {
      throw new IllegalArgumentException("it says null");
    }
    return value;
  }

  /** What is wrong, without the place in the text and the chain of Java classes. */
  private static String firstLine(Exception e) {
    Throwable root = e;
    while (root.getCause() instanceof IllegalArgumentException) {
      root = root.getCause();
    }
    String said =
        root instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : root.getMessage();
    return String.valueOf(said).lines().findFirst().orElse("");
  }

  /**
   * Writes the checkpoint; the file appears only when it is complete.
   *
   * @throws CheckpointException if it cannot be written
   */
  public void write(Path file) {
    ObjectMapper json = new ObjectMapper();
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      metadata.put(
          NETWORK, json.writerFor(RestorationNetwork.class).writeValueAsString(model.network()));
      if (model.classifier().isPresent()) {
        metadata.put(CLASSIFIER, json.writeValueAsString(model.classifier().get()));
        metadata.put(LABELS, json.writeValueAsString(model.labels()));
      }
      metadata.put(PROVENANCE, json.writeValueAsString(provenance));
    } catch (JsonProcessingException e) {
      throw new CheckpointException("the network of %s has no JSON form".formatted(file), e);
    }
    new SafeTensors(metadata, weights).write(file);
  }
}
