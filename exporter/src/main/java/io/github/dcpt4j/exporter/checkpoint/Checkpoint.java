package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.architecture.NetworkRecognition;
import io.github.dcpt4j.exporter.architecture.StrictJson;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.TensorShapes;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
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

  /** What the provenance names that had to be assumed of a network that no file describes. */
  public static final String ASSUMED = "assumed";

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
   * Reads a checkpoint from a safetensors or PyTorch file, as {@link #of} does.
   *
   * @throws CheckpointException if the file is damaged, is of no known network, or does not hold
   *     what it says
   */
  public static Checkpoint read(Path file) {
    return of(WeightsFile.read(file));
  }

  /**
   * Makes a checkpoint of a file's weights. A file that does not name its network, as other
   * programs write it, is recognised from names and shapes, and is taken without a classifier.
   *
   * @throws CheckpointException if the weights are of no known network, or not what the file says
   */
  public static Checkpoint of(WeightsFile stored) {
    return of(stored, NetworkDescription.none());
  }

  /**
   * Makes a checkpoint of a file's weights and of a description of their network. It has precedence
   * over that in the file; if the file has none, names and shapes supply the rest. Where these
   * leave a field open, its usual value is taken, and {@link #ASSUMED} of the provenance names it.
   *
   * @throws CheckpointException if the weights are of no known network, or do not fit the
   *     description
   */
  public static Checkpoint of(WeightsFile stored, NetworkDescription given) {
    Path file = stored.file();
    Map<String, String> metadata = stored.metadata();
    try {
      if (metadata.containsKey(NETWORK)) {
        return new Checkpoint(model(metadata, given), stored.weights(), provenance(metadata));
      }
      NetworkRecognition recognised =
          NetworkRecognition.of(new TensorShapes(stored.weights().shapes()), given);
      return new Checkpoint(
          ModelDefinition.of(recognised.network()),
          stored.weights(),
          recognised.assumptions().isEmpty()
              ? Map.of()
              : Map.of(ASSUMED, String.join("; ", recognised.assumptions())));
    } catch (IllegalArgumentException e) {
      // What the file says may come back in the message, which has to stay one line.
      String reason = e.getMessage().replaceAll("\\p{Cntrl}", " ");
      throw new CheckpointException(
          Text.of(
              given.isEmpty() ? "%s describes its model wrongly: %s" : "%s is not as described: %s",
              file,
              reason),
          e);
    } catch (CheckpointException e) {
      throw new CheckpointException(Text.of("%s: %s", file, e.getMessage()), e);
    }
  }

  private static ModelDefinition model(Map<String, String> metadata, NetworkDescription given) {
    RestorationNetwork network = field(metadata, NETWORK, new TypeReference<>() {});
    if (!given.isEmpty()) {
      network = NetworkDescription.of(network).changedBy(given).network();
    }
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
      throw new IllegalArgumentException(Text.of("%s: %s", name, e.getMessage()), e);
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
      throw new CheckpointException(Text.of("the network of %s has no JSON form", file), e);
    }
    new SafeTensors(metadata, weights).write(file);
  }
}
