package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.djl.DjlOps;

/**
 * Patches on a device, and the parameters there.
 *
 * @param replica the parameters
 * @param input degraded patches [N, 3, S, S], values nominally 0 to 1, channels-last in memory
 * @param target clean patches, likewise
 * @param labels index of each patch's degradation, [N]
 */
record Patches(Replica replica, NDArray input, NDArray target, int[] labels) {

  static Patches of(Replica replica, NDManager manager, Batch batch) {
    return new Patches(
        replica,
        image(manager, batch, batch.input()),
        image(manager, batch, batch.target()),
        batch.labels());
  }

  private static NDArray image(NDManager manager, Batch batch, float[] values) {
    Shape shape = new Shape(batch.size(), batch.height(), batch.width(), 3);
    return manager.create(values, shape).transpose(0, 3, 1, 2);
  }

  /** Computes with the parameters of a part of the model, by one of {@link Part}'s names. */
  DjlOps ops(String part) {
    return replica.ops(part);
  }
}
