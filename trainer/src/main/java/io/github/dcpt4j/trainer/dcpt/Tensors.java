package io.github.dcpt4j.trainer.dcpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.trainer.data.Batch;

/**
 * A batch on the device.
 *
 * @param input degraded patches [N, 3, S, S], channels-last in memory
 * @param target clean patches, likewise
 */
record Tensors(NDArray input, NDArray target) {

  static Tensors of(NDManager manager, Batch batch) {
    return new Tensors(image(manager, batch, batch.input()), image(manager, batch, batch.target()));
  }

  private static NDArray image(NDManager manager, Batch batch, float[] values) {
    Shape shape = new Shape(batch.size(), batch.height(), batch.width(), 3);
    return manager.create(values, shape).transpose(0, 3, 1, 2);
  }
}
