package io.github.dcpt4j.trainer.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/** Parts of tensors along one axis. */
final class Slices {

  private Slices() {}

  /** What lies from one place on to before another one. */
  static NDArray along(NDArray x, int axis, long from, long to) {
    return x.get(new NDIndex().addAllDim(axis).addSliceDim(from, to));
  }
}
