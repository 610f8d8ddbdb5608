package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * @param weights exactly the model's parameters, in state-dictionary order, whatever else the
 *     network ignores; the classifier's names begin with {@link DegradationClassifier#SCOPE}
 * @param provenance how the weights came about: free strings, for example {@code data} and {@code
 *     iterations}
 */
public record Checkpoint(ModelDefinition model, Weights weights, Map<String, String> provenance) {
  private static final String NETWORK = "dcpt4j.network";
  private static final String CLASSIFIER = "dcpt4j.classifier";
  private static final String LABELS = "dcpt4j.labels";
  private static final String PROVENANCE = "dcpt4j.provenance";

  /**
   * Checks the weights against the model, and drops those that the network ignores.
   *
   * @throws CheckpointException naming the tensors that are missing, surplus or misshapen
   */
  public Checkpoint {
    weights = weights.matching(ModelSummary.of(model).parameters(), model.network()::ignores);
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /**
   * Reads a checkpoint. A file that does not tell its network, as other programs write it, is
   * recognised from names and shapes, and is read without a classifier.
   *
   * @throws CheckpointException if the file is damaged, is of no known network, or does not hold
   *     what it says
   */
  public static Checkpoint read(Path file) {
    SafeTensors stored = SafeTensors.read(file);
    Map<String, String> metadata = stored.metadata();
    try {
      ModelDefinition model =
          metadata.containsKey(NETWORK) ? model(metadata) : recognised(stored.weights());
      return new Checkpoint(model, stored.weights(), provenance(metadata));
    } catch (IllegalArgumentException e) {
      // What the file says may come back in the message, which has to stay one line.
      String reason = e.getMessage().replaceAll("\\p{Cntrl}", " ");
      throw new CheckpointException(
          "%s describes its model wrongly: %s".formatted(file, reason), e);
    } catch (CheckpointException e) {
      throw new CheckpointException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ModelDefinition recognised(Weights weights) {
    return new NetworkRecognition(weights)
        .network()
        .map(ModelDefinition::of)
        .orElseThrow(
            () ->
                new CheckpointException(
                    "it names no network, and its tensors are of none that is known: describe it with"
                        + " --network FILE.json"));
  }

  private static ModelDefinition model(Map<String, String> metadata) {
    RestorationNetwork network = field(metadata, NETWORK, new TypeReference<>() {});
    if (!metadata.containsKey(CLASSIFIER)) {
      return ModelDefinition.of(network);
    }
    DegradationClassifier classifier = field(metadata, CLASSIFIER, new TypeReference<>() {});
    List<String> labels = field(metadata, LABELS, new TypeReference<>() {});
    return ModelDefinition.of(network, classifier, labels);
  }

  private static Map<String, String> provenance(Map<String, String> metadata) {
    return metadata.containsKey(PROVENANCE)
        ? field(metadata, PROVENANCE, new TypeReference<>() {})
        : Map.of();
  }

  private static <T> T field(Map<String, String> metadata, String name, TypeReference<T> type) {
    try {
      return StrictJson.parse(metadata.getOrDefault(name, "null"), type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(name, e.getMessage()), e);
    }
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
