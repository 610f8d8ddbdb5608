package io.github.dcpt4j.trainer.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.weights.CheckpointException;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.file.PartFile;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.djl.EngineDescription;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of a run, held by one process at a time.
 *
 * <ul>
 *   <li>{@code settings.json}: what determines the run
 *   <li>{@code data.json}: what the training pictures were when it began
 *   <li>{@code engine.txt}: what it was computed with, a line for every beginning and going on
 *   <li>{@code state.safetensors}: everything that the next step depends on
 *   <li>{@code model.safetensors}: the checkpoint to evaluate, export or start from
 *   <li>{@code log.csv}: losses and times
 *   <li>{@code validation.csv}: figures of held-out pairs
 *   <li>{@code best.safetensors}: the model that did best on them
 *   <li>{@code events.out.tfevents...}: all figures, as TensorBoard reads them
 * </ul>
 */
public final class RunFolder implements AutoCloseable {

  /** Names of files that are read while a run is under way. */
  static final String SETTINGS = "settings.json";

  static final String MODEL = "model.safetensors";
  static final String BEST = "best.safetensors";
  static final String LOG = "log.csv";
  static final String VALIDATIONS = "validation.csv";

  private static final String DATA = "data.json";
  private static final String ENGINE = "engine.txt";
  private static final String STATE = "state.safetensors";
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
   * @throws RunException if it cannot be written, or another run holds it
   */
  public static RunFolder open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("run.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new RunFolder(folder, channel, lock(folder, channel));
    } catch (FileAlreadyExistsException e) {
      throw new RunException(Text.of("%s is a file: name a folder for the run", folder), e);
    } catch (IOException e) {
      throw new RunException(Text.of("%s cannot be used as a run's folder: %s", folder, e), e);
    }
  }

  /** Locks the channel, or closes it. */
  private static FileLock lock(Path folder, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw inUse(folder);
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw inUse(folder);
    }
    return lock;
  }

  private static RunException inUse(Path folder) {
    return new RunException(
        Text.of("another run is under way in %s: wait for it, or name another folder", folder));
  }

  /**
   * The settings that the run was begun with, if it was.
   *
   * @throws RunException if the file is damaged
   */
  public Optional<RunSettings> settings() {
    return read(SETTINGS, RunSettings.class);
  }

  /**
   * Writes the settings.
   *
   * @throws RunException if they cannot be written
   */
  public void write(RunSettings settings) {
    write(SETTINGS, settings);
  }

  /**
   * What the training pictures were when the run began, if that was written down.
   *
   * @throws RunException if the file is damaged
   */
  Optional<DataFingerprint> data() {
    return read(DATA, DataFingerprint.class);
  }

  /**
   * Writes down what the training pictures are.
   *
   * @throws RunException if it cannot be written
   */
  void write(DataFingerprint data) {
    write(DATA, data);
  }

  /**
   * Adds a line about what the run is computed with from here on.
   *
   * @param iteration finished steps
   * @throws RunException if it cannot be written
   */
  void add(long iteration, EngineDescription engine) {
    Path file = folder.resolve(ENGINE);
    try {
      Files.writeString(
          file,
          Text.of("after %d iterations: %s%n", iteration, engine),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RunException.unwritable(Text.of("%s cannot be written: %s", file, e.getMessage()), e);
    }
  }

  private <T> Optional<T> read(String name, Class<T> type) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Architectures.json().readValue(Files.readAllBytes(file), type));
    } catch (IOException e) {
      throw new RunException(
          file
              + " cannot be read, or was written by another version: name another folder to start anew",
          e);
    }
  }

  private void write(String name, Object content) {
    Path file = folder.resolve(name);
    ObjectMapper json = Architectures.json().enable(SerializationFeature.INDENT_OUTPUT);
    try (PartFile part = PartFile.beside(file)) {
      Files.write(part.path(), json.writeValueAsBytes(content));
      part.finish();
    } catch (IOException e) {
      throw RunException.unwritable(Text.of("%s cannot be written: %s", file, e.getMessage()), e);
    }
  }

  /** Whether there is anything that a run with other settings would spoil. */
  boolean holdsProgress() {
    return Stream.of(STATE, MODEL, BEST).map(folder::resolve).anyMatch(Files::exists);
  }

  /**
   * The last saved state, if there is one.
   *
   * @throws RunException if the file is damaged
   */
  public Optional<State> state() {
    Path file = folder.resolve(STATE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      SafeTensors stored = SafeTensors.read(file);
      String iteration = stored.metadata().getOrDefault(ITERATION, "");
      return Optional.of(new State(Long.parseLong(iteration), stored.weights()));
    } catch (CheckpointException | NumberFormatException e) {
      throw new RunException(
          Text.of(
              "the run cannot go on, as %s is damaged: delete it to begin again, or name another folder",
              file),
          e);
    }
  }

  /**
   * Saves where the run stands, in place of what was saved before.
   *
   * @throws RunException if it cannot be written; what was saved before is then untouched
   */
  public void write(State state) {
    SafeTensors content =
        new SafeTensors(Map.of(ITERATION, Long.toString(state.iteration())), state.weights());
    write(content::write, folder.resolve(STATE));
  }

  /**
   * Saves the model, in place of the one before.
   *
   * @throws RunException if it cannot be written; the one before is then untouched
   */
  public void write(Checkpoint checkpoint) {
    write(checkpoint::write, model());
  }

  private static void write(Consumer<Path> content, Path file) {
    try {
      content.accept(file);
    } catch (CheckpointException e) {
      throw RunException.unwritable(e.getMessage(), e);
    }
  }

  /**
   * The last saved model.
   *
   * @throws RunException if there is none, or it is damaged
   */
  Checkpoint checkpoint() {
    try {
      return Checkpoint.read(model());
    } catch (CheckpointException e) {
      throw new RunException(
          Text.of(
              "the run cannot go on without its model: %s; put it back, or name another folder",
              e.getMessage()),
          e);
    }
  }

  /** Where the model lies. */
  public Path model() {
    return folder.resolve(MODEL);
  }

  /** Where the best validated model lies, once there is one. */
  public Path best() {
    return folder.resolve(BEST);
  }

  /** Where the folder lies. */
  public Path path() {
    return folder;
  }

  @Override
  public void close() {
    try {
      lock.release();
      lockChannel.close();
    } catch (IOException e) {
      throw new RunException(Text.of("the lock of %s cannot be released", folder), e);
    }
  }
}
