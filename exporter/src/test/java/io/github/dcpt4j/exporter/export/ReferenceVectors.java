package io.github.dcpt4j.exporter.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.SafeTensors;
import io.github.dcpt4j.exporter.checkpoint.Tensor;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import io.github.dcpt4j.exporter.network.DegradationClassifier;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** One file of vectors that the authors' code produced, as a checkpoint with input and outputs. */
record ReferenceVectors(Checkpoint checkpoint, Tensor input, Tensor output, Tensor logits) {

  static Path file(String name) {
    Path file = Path.of(System.getProperty("dcpt4j.shared", "absent"), "reference", name);
    assumeTrue(Files.isRegularFile(file), "the reference vectors are not at hand: " + file);
    return file;
  }

  static ReferenceVectors read(
      String name, RestorationNetwork network, int residualBlocks, int classes) {
    Map<String, Tensor> tensors = SafeTensors.read(file(name)).weights().asMap();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    tensors.forEach(
        (key, tensor) -> {
          if (key.startsWith("param.")) {
            weights.put(key.substring("param.".length()), tensor);
          } else if (key.startsWith("dc.param.")) {
            weights.put(DegradationClassifier.SCOPE + key.substring("dc.param.".length()), tensor);
          }
        });
    ModelDefinition model =
        ModelDefinition.of(
            network,
            DegradationClassifier.fitting(network, residualBlocks, classes),
            IntStream.range(0, classes).mapToObj(i -> "label " + i).toList());
    return new ReferenceVectors(
        new Checkpoint(model, new Weights(weights), Map.of("source", name)),
        tensors.get("input"),
        tensors.get("output"),
        tensors.get("dc.logits"));
  }
}
