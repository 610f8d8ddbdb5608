package io.github.dcpt4j.sdk.file;

import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * A file in the making beside its target. {@link #finish} makes it the target; closing without that
 * removes it, and leaves a target that was there before as it was. A target that is a link stays
 * one, and what it leads to is replaced; a file that is replaced keeps its permissions.
 *
 * <pre>{@code
 * try (PartFile part = PartFile.beside(target)) {
 *   Files.write(part.path(), content);
 *   part.finish();
 * }
 * }</pre>
 */
public final class PartFile implements AutoCloseable {

  private static final int MOST_LINKS = 40;

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
    Path target = followed(file.toAbsolutePath());
    if (Files.isDirectory(target)) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    Path folder = target.getParent();
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(file.toString(), null, "there is no folder " + folder);
    }
    // Files.createTempFile would hide the result from everybody but its owner.
    Path path = folder.resolve(Text.of(".dcpt-%s.part", UUID.randomUUID()));
    PartFile part = new PartFile(target, Files.createFile(path));
    part.takePermissions();
    return part;
  }

  /** Where links lead, to a file that need not be there. */
  private static Path followed(Path file) throws IOException {
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** A file that is replaced keeps who may read and write it; before anything is written. */
  private void takePermissions() throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    if (view != null && Files.exists(target)) {
      view.setPermissions(Files.getPosixFilePermissions(target));
    }
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
