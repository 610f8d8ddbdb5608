package io.github.dcpt4j.exporter.safetensors;

import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * A file in the safetensors format: eight bytes of header length, a JSON header, raw little-endian
 * values.
 *
 * @param metadata the header's free strings
 * @param weights the tensors; every stored type is converted to 32-bit floats
 */
public record SafeTensors(Map<String, String> metadata, Weights weights) {

  /** The header's field that holds the metadata, and so no name for a tensor. */
  static final String METADATA = "__metadata__";

  /**
   * Keeps an immutable copy of the metadata.
   *
   * @throws IllegalArgumentException if a tensor has the name that the format reserves
   */
  public SafeTensors {
    metadata = Map.copyOf(metadata);
    if (weights.asMap().containsKey(METADATA)) {
      throw new IllegalArgumentException("a tensor cannot have the name " + METADATA);
    }
  }

  /**
   * Reads a file. The memory taken for the tensors is bounded by the file's size, not by what its
   * header claims.
   *
   * @throws CheckpointException if the file is not readable or not a well-formed safetensors file
   */
  public static SafeTensors read(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CheckpointException(file + " is not a regular file: name a .safetensors file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new SafeTensorsReader(channel, file).read();
    } catch (IOException e) {
      throw CheckpointException.unreadable(file, e);
    }
  }

  /**
   * Writes 32-bit floats to a temporary file beside the target and moves it into place.
   *
   * @throws CheckpointException if the file cannot be written; an existing one is then untouched
   */
  public void write(Path file) {
    if (Files.isDirectory(file)) {
      throw new CheckpointException(file + " is a folder: name a .safetensors file");
    }
    try {
      new SafeTensorsWriter(this).write(file.toAbsolutePath());
    } catch (IOException e) {
      throw CheckpointException.unwritable(file, e);
    }
  }
}
