package io.github.dcpt4j.golden;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.trainer.djl.DjlOps;
import io.github.dcpt4j.trainer.djl.FlatParameters;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** A checkpoint run by DJL on the CPU, as the trainer runs it. */
final class DjlModel implements AutoCloseable {

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final ModelDefinition model;
  private final DjlOps ops;

  DjlModel(Checkpoint checkpoint) {
    model = checkpoint.model();
    ops =
        new DjlOps(
            FlatParameters.frozen(
                    manager, ModelSummary.of(model).parameters(), checkpoint.weights())
                .views());
  }

  /** Runs both heads. */
  RawOutputs run(NetworkInput input) {
    try (NDManager pass = manager.newSubManager()) {
      Shape shape = new Shape(input.count(), 3, input.height(), input.width());
      NDArray image = pass.create(input.values(), shape);
      Features<NDArray> features = model.network().features(ops, image);
      NDArray logits = model.classifier().orElseThrow().logits(ops, features.stages(), image);
      return new RawOutputs(tensor(features.restored()), tensor(logits));
    }
  }

  /** Runs the heads that there are. */
  HeadOutputs runHeads(NetworkInput input) {
    try (NDManager pass = manager.newSubManager()) {
      Shape shape = new Shape(input.count(), 3, input.height(), input.width());
      NDArray image = pass.create(input.values(), shape);
      Features<NDArray> features = model.network().features(ops, image);
      Map<Head, float[]> values = new EnumMap<>(Head.class);
      values.put(Head.RESTORATION, features.restored().toFloatArray());
      model
          .classifier()
          .map(head -> head.logits(ops, features.stages(), image))
          .ifPresent(logits -> values.put(Head.CLASSIFICATION, logits.toFloatArray()));
      return new HeadOutputs(values);
    }
  }

  private static Tensor tensor(NDArray array) {
    return new Tensor(
        Arrays.stream(array.getShape().getShape()).mapToObj(Math::toIntExact).toList(),
        array.toFloatArray());
  }

  @Override
  public void close() {
    manager.close();
  }
}
