package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.run.TrainingPreset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that holds a classifier: a checkpoint of dcpt4j, or the head alone under the names that
 * the authors gave its tensors.
 *
 * @param file a safetensors or PyTorch file
 * @param labels names of the classes, where the file does not tell them; absent to take those of
 *     the presets with as many classes
 */
public record ClassifierSource(Path file, Optional<List<String>> labels) {

  private static final Pattern BLOCK = Pattern.compile("last_stage\\.\\d+\\.conv1\\.weight");

  /**
   * A classifier with its weights.
   *
   * @param head the classifier
   * @param labels names of its classes
   * @param tensors its weights, by the names they have in a checkpoint of dcpt4j
   */
  public record Classifier(
      DegradationClassifier head, List<String> labels, Map<String, Tensor> tensors) {}

  /**
   * Reads the classifier.
   *
   * @param network the network whose stages it is to read
   * @throws CheckpointException if the file holds no classifier
   */
  public Classifier read(RestorationNetwork network) {
    WeightsFile stored = WeightsFile.read(file);
    Map<String, Tensor> tensors = stored.weights().asMap();
    boolean scoped =
        tensors.keySet().stream().anyMatch(name -> name.startsWith(DegradationClassifier.SCOPE));
    return scoped ? ofCheckpoint(stored) : bare(tensors, network);
  }

  private static Classifier ofCheckpoint(WeightsFile stored) {
    Checkpoint checkpoint = Checkpoint.of(stored);
    Map<String, Tensor> tensors = new LinkedHashMap<>(checkpoint.weights().asMap());
    tensors.keySet().removeIf(name -> !name.startsWith(DegradationClassifier.SCOPE));
    return new Classifier(
        checkpoint.model().classifier().orElseThrow(), checkpoint.model().labels(), tensors);
  }

  private Classifier bare(Map<String, Tensor> tensors, RestorationNetwork network) {
    Tensor last = tensors.get("fc.weight");
    if (last == null) {
      throw new CheckpointException(file + " holds no classifier: name another file");
    }
    int blocks = (int) tensors.keySet().stream().filter(BLOCK.asMatchPredicate()).count();
    boolean withImage = tensors.containsKey("conv_embed.0.weight");
    Map<String, Tensor> scoped = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> scoped.put(DegradationClassifier.SCOPE + name, tensor));
    return new Classifier(
        new DegradationClassifier(
            network.stageChannels(),
            blocks,
            last.shape().get(0),
            withImage,
            network.stagesAtFullSize()),
        namesOf(last.shape().get(0)),
        scoped);
  }

  private List<String> namesOf(int classes) {
    List<String> names =
        labels.orElseGet(
            () ->
                TrainingPreset.names().stream()
                    .map(preset -> TrainingPreset.named(preset).labels())
                    .filter(preset -> preset.size() == classes)
                    .findFirst()
                    .orElse(List.of()));
    if (names.size() != classes) {
      throw new CheckpointException(
          Text.of(
              "the classifier of %s tells %d classes apart: name as many with --labels",
              file, classes));
    }
    return names;
  }
}
