package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.onnx.OnnxFile;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A model file in the making, and the file of external data that it may have, in a hidden folder
 * beside the target. {@link #finish} moves them to their places; closing without that removes them,
 * and leaves what was at the target before as it was.
 *
 * <p>A model names its external data, so that both already have their final names in the hidden
 * folder. They are two files and cannot appear in one step; the order of the steps sees to it that
 * a model never stands beside the data of another one, even if the process is killed in between:
 *
 * <ol>
 *   <li>where data lies at the target already, the model that it belongs to is set aside, then the
 *       data itself;
 *   <li>the new data takes its place, and means nothing without a model;
 *   <li>the new model takes its place, over an older one without data of its own.
 * </ol>
 *
 * <p>A crash after the first step leaves no model at the target; the older and the newer pair then
 * lie in the hidden folder. A step that fails without a crash is undone. Data whose model is
 * replaced by one that needs none stays where it is.
 */
final class PartModel implements AutoCloseable {

  private final Path target;
  private final Path folder;

  private PartModel(Path target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /**
   * Claims a place beside the target.
   *
   * @throws IOException if the target is a folder, or its folder is missing or cannot be written to
   */
  static PartModel beside(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    Path parent = target.getParent();
    if (!Files.isDirectory(parent)) {
      throw new FileSystemException(file.toString(), null, "there is no folder " + parent);
    }
    Path folder = parent.resolve(Text.of(".dcpt-%s.part", UUID.randomUUID()));
    return new PartModel(target, Files.createDirectory(folder));
  }

  /** Where to write the model. */
  Path model() {
    return folder.resolve(target.getFileName());
  }

  /** Where to write its external data, if it is to have any. */
  Path data() {
    return folder.resolve(dataTarget().getFileName());
  }

  /**
   * Writes the model, and its external data where it would be larger than a number of bytes.
   *
   * @throws IOException if a file cannot be written
   */
  void write(OnnxFile file, long largestSingleFile) throws IOException {
    if (file.size() > largestSingleFile) {
      file.write(model(), data());
    } else {
      file.write(model());
    }
  }

  private Path dataTarget() {
    return target.resolveSibling(target.getFileName() + ".data");
  }

  /** Moves the model, and the data if it was written, to the target. */
  void finish() throws IOException {
    if (Files.exists(data())) {
      finishPair();
    } else {
      move(model(), target);
    }
  }

  private void finishPair() throws IOException {
    boolean replacesData = Files.exists(dataTarget());
    if (replacesData) {
      moveIfThere(target, olderModel());
    }
    try {
      moveIfThere(dataTarget(), olderData());
      move(data(), dataTarget());
      move(model(), target);
    } catch (IOException e) {
      if (!replacesData || Files.exists(olderData())) {
        Files.deleteIfExists(dataTarget());
      }
      moveIfThere(olderData(), dataTarget());
      moveIfThere(olderModel(), target);
      throw e;
    }
    Files.deleteIfExists(olderModel());
    Files.deleteIfExists(olderData());
  }

  private Path olderModel() {
    return folder.resolve("older.model");
  }

  private Path olderData() {
    return folder.resolve("older.data");
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      move(from, to);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes what was not moved. Older files that could not be put back stay in the folder. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(model());
    Files.deleteIfExists(data());
    Files.delete(folder);
  }
}
