package io.github.dcpt4j.sdk.file;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file in the making beside its target. {@link #finish} makes it the target; closing without that
 * removes it, and leaves a target that was there before as it was.
 *
 * <pre>{@code
 * try (PartFile part = PartFile.beside(target)) {
 *   Files.write(part.path(), content);
 *   part.finish();
 * }
 * }</pre>
 */
public final class PartFile implements AutoCloseable {

  private final Path target;
  private final Path path;

  private PartFile(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /**
   * Claims a place beside the target.
   *
   * @param file the target
   * @throws IOException if the target is a folder, or its folder is missing or cannot be written to
   */
  public static PartFile beside(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(file.toString(), null, "there is no folder " + folder);
    }
    // Files.createTempFile would hide the result from everybody but its owner.
    Path path = folder.resolve(".dcpt-%s.part".formatted(UUID.randomUUID()));
    return new PartFile(target, Files.createFile(path));
  }

  /** The empty file to write to. */
  public Path path() {
    return path;
  }

  /**
   * Moves the file to its target, over a file that may be there; in one step wherever the file
   * system can.
   */
  public void finish() throws IOException {
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
