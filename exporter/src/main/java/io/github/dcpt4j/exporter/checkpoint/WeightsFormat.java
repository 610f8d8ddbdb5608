package io.github.dcpt4j.exporter.checkpoint;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The formats of files that hold weights, recognised by their first bytes, not by their names. */
public enum WeightsFormat {
  /** Eight bytes of length and a JSON object. */
  SAFETENSORS,
  /** PyTorch's zip archive, or its older form, a sequence of pickles. */
  TORCH;

  private static final int JSON_OFFSET = 8;
  private static final int PICKLE = 0x80;

  /**
   * The format of a file; empty if it is another one.
   *
   * @throws CheckpointException if the file cannot be read
   */
  public static Optional<WeightsFormat> of(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CheckpointException(
          file + " is not a regular file: name a .safetensors or PyTorch file");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return of(stream.readNBytes(JSON_OFFSET + 1));
    } catch (IOException e) {
      throw CheckpointException.unreadable(file, e);
    }
  }

  private static Optional<WeightsFormat> of(byte[] start) {
    if (start.length > JSON_OFFSET && start[JSON_OFFSET] == '{') {
      return Optional.of(SAFETENSORS);
    }
    boolean zip = start.length > 1 && start[0] == 'P' && start[1] == 'K';
    boolean pickle = start.length > 0 && Byte.toUnsignedInt(start[0]) == PICKLE;
    return zip || pickle ? Optional.of(TORCH) : Optional.empty();
  }
}
