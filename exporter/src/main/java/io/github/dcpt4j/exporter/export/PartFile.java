package io.github.dcpt4j.exporter.export;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A file in the making beside its target. Closing removes it; {@link #finish} makes it the target.
 */
final class PartFile implements AutoCloseable {

  private final Path target;
  private final Path path;

  private PartFile(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /**
   * Claims a place beside the target.
   *
   * @throws IOException if the target is a folder, or its folder is missing or cannot be written to
   */
  static PartFile beside(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(file.toString(), null, "there is no folder " + folder);
    }
    // Files.createTempFile would hide the result from everybody but its owner.
    Path path = folder.resolve(".%s.%s.part".formatted(target.getFileName(), UUID.randomUUID()));
    return new PartFile(target, Files.createFile(path));
  }

  Path path() {
    return path;
  }

  /** Moves the file to its target in one step, over a file that may be there. */
  void finish() throws IOException {
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
