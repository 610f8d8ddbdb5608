package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files that make up a model.
 *
 * @param file the network's weights; a checkpoint of dcpt4j may hold the classifier too
 * @param entry the dictionary of a PyTorch file to take, if not the best that there is
 * @param network what is said of the network beside what the file tells
 * @param classifier a classifier that takes the place of the file's own
 */
public record CheckpointSource(
    Path file,
    Optional<String> entry,
    NetworkDescription network,
    Optional<ClassifierSource> classifier) {

  /** The same with another classifier, if there is one. */
  public CheckpointSource with(Optional<ClassifierSource> other) {
    return new CheckpointSource(file, entry, network, other);
  }

  /**
   * Reads and joins the parts.
   *
   * @throws CheckpointException if a file cannot be used, or the parts do not fit each other
   */
  public Checkpoint read() {
    try {
      return unaided();
    } catch (CheckpointException e) {
      throw e.need()
          .map(need -> new CheckpointException(e.getMessage() + remedy(need), e))
          .orElse(e);
    }
  }

  private static String remedy(CheckpointException.Need need) {
    return switch (need) {
      case NETWORK_DESCRIPTION -> " (--network FILE.json)";
      case WEIGHTS_NAME -> " (choose with --weights NAME)";
      case NO_WEIGHTS_NAME -> ": leave out --weights";
    };
  }

  private Checkpoint unaided() {
    WeightsFile stored =
        entry.map(name -> WeightsFile.read(file, name)).orElseGet(() -> WeightsFile.read(file));
    Checkpoint base = Checkpoint.of(stored, network);
    return classifier.map(head -> joined(base, head)).orElse(base);
  }

  private static Checkpoint joined(Checkpoint base, ClassifierSource source) {
    RestorationNetwork network = base.model().network();
    ClassifierSource.Classifier classifier = source.read(network);
    Map<String, Tensor> tensors = new LinkedHashMap<>(base.weights().asMap());
    tensors.keySet().removeIf(name -> name.startsWith(DegradationClassifier.SCOPE));
    tensors.putAll(classifier.tensors());
    try {
      return new Checkpoint(
          ModelDefinition.of(network, classifier.head(), classifier.labels()),
          new Weights(tensors),
          base.provenance());
    } catch (IllegalArgumentException | CheckpointException e) {
      throw new CheckpointException(
          Text.of("the classifier of %s does not fit: %s", source.file(), e.getMessage()), e);
    }
  }
}
