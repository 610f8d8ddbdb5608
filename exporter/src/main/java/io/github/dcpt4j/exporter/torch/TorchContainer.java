package io.github.dcpt4j.exporter.torch;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One of the two forms of a PyTorch file: a pickle that describes tensors, and their storages. */
interface TorchContainer extends Closeable {

  /** Room for some 80 000 tensors. */
  int MAXIMUM_PICKLE = 8 << 20;

  /**
   * What the pickle describes, as {@link TorchUnpickler} gives it.
   *
   * @throws CheckpointException if it is malformed, or asks for what weights have no need of
   */
  Object root() throws IOException;

  /**
   * All bytes of a storage of the pickle, in the byte order that the buffer has.
   *
   * @throws CheckpointException if they are missing, or fewer or more than the pickle says
   */
  ByteBuffer read(TorchStorage storage) throws IOException;
}
