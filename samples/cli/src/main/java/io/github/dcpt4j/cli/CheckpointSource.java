package io.github.dcpt4j.cli;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.CheckpointException;
import io.github.dcpt4j.exporter.checkpoint.SafeTensors;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files that make up a model.
 *
 * @param file the network's weights; a checkpoint of dcpt4j may hold the classifier too
 * @param network the network, where the file does not tell it
 * @param classifier a checkpoint of dcpt4j whose classifier takes the place of the file's own
 */
record CheckpointSource(
    Path file, Optional<RestorationNetwork> network, Optional<Path> classifier) {

  /**
   * Reads and joins the parts.
   *
   * @throws CheckpointException if a file cannot be used, or the parts do not fit each other
   */
  Checkpoint read() {
    Checkpoint base = network.map(this::described).orElseGet(() -> Checkpoint.read(file));
    return classifier.map(head -> joined(base, Checkpoint.read(head), head)).orElse(base);
  }

  private Checkpoint described(RestorationNetwork known) {
    return new Checkpoint(ModelDefinition.of(known), SafeTensors.read(file).weights(), Map.of());
  }

  private static Checkpoint joined(Checkpoint base, Checkpoint head, Path headFile) {
    DegradationClassifier classifier =
        head.model()
            .classifier()
            .orElseThrow(
                () -> new CheckpointException(headFile + " holds no classifier: name another"));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    base.weights().asMap().forEach((name, tensor) -> putIf(tensors, name, tensor, false));
    head.weights().asMap().forEach((name, tensor) -> putIf(tensors, name, tensor, true));
    try {
      return new Checkpoint(
          ModelDefinition.of(base.model().network(), classifier, head.model().labels()),
          new Weights(tensors),
          base.provenance());
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(
          "the classifier of %s does not fit the network: %s".formatted(headFile, e.getMessage()),
          e);
    }
  }

  private static void putIf(
      Map<String, Tensor> tensors, String name, Tensor tensor, boolean ofClassifier) {
    if (name.startsWith(DegradationClassifier.SCOPE) == ofClassifier) {
      tensors.put(name, tensor);
    }
  }
}
