package io.github.dcpt4j.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.SafeTensors;
import io.github.dcpt4j.exporter.checkpoint.Weights;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of a run, held by one process at a time.
 *
 * <ul>
 *   <li>{@code settings.json}: what determines the run
 *   <li>{@code state.safetensors}: everything that the next step depends on
 *   <li>{@code model.safetensors}: the checkpoint to evaluate, export or start from
 *   <li>{@code log.csv}: losses and rates
 * </ul>
 */
public final class RunFolder implements AutoCloseable {

  private static final String ITERATION = "dcpt4j.iteration";

  /**
   * Where a run stands.
   *
   * @param iteration finished steps
   * @param weights everything that the next step depends on
   */
  public record State(long iteration, Weights weights) {}

  private final Path folder;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private RunFolder(Path folder, FileChannel lockChannel, FileLock lock) {
    this.folder = folder;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /**
   * Opens a folder, or makes it.
   *
   * @throws RunException if it cannot be written, or another process runs in it
   */
  public static RunFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new RunException(
            "another process trains in %s: wait for it, or name another folder".formatted(folder));
      }
      return new RunFolder(folder, channel, lock);
    } catch (IOException e) {
      throw new RunException("%s cannot be used as a run's folder: %s".formatted(folder, e), e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** The settings that the run was begun with, if it was. */
  public Optional<RunSettings> settings() {
    Path file = folder.resolve("settings.json");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ObjectMapper().readValue(file.toFile(), RunSettings.class));
    } catch (IOException e) {
      throw new RunException(file + " cannot be read: name another folder to start anew", e);
    }
  }

  /** Writes the settings. */
  public void write(RunSettings settings) {
    Path file = folder.resolve("settings.json");
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    try {
      Path part = folder.resolve("settings.json.part");
      json.writeValue(part.toFile(), settings);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new RunException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** The last saved state, if there is one. */
  public Optional<State> state() {
    Path file = folder.resolve("state.safetensors");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    SafeTensors stored = SafeTensors.read(file);
    return Optional.of(
        new State(Long.parseLong(stored.metadata().get(ITERATION)), stored.weights()));
  }

  /** Saves where the run stands, in place of what was saved before. */
  public void write(State state) {
    new SafeTensors(Map.of(ITERATION, Long.toString(state.iteration())), state.weights())
        .write(folder.resolve("state.safetensors"));
  }

  /** Saves the model. */
  public void write(Checkpoint checkpoint) {
    checkpoint.write(model());
  }

  /** Where the model lies. */
  public Path model() {
    return folder.resolve("model.safetensors");
  }

  /** Where the log lies. */
  Path log() {
    return folder.resolve("log.csv");
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockChannel.close();
    } catch (IOException e) {
      throw new RunException("the lock of %s cannot be released".formatted(folder), e);
    }
  }
}
