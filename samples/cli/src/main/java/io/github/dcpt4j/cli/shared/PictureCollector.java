package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the pictures of a folder and all below it, and what could not be looked into. */
final class PictureCollector extends SimpleFileVisitor<Path> {

  private final Path root;
  private final Optional<Path> excluded;
  private final List<Path> files = new ArrayList<>();
  private final List<IOException> failures = new ArrayList<>();

  /** Makes a collector that leaves out a folder, unless it is the root itself. */
  PictureCollector(Path root, Optional<Path> excluded) {
    this.root = root;
    this.excluded = excluded.filter(Files::exists);
  }

  /** The pictures, in the order of the visit. */
  List<Path> files() {
    return files;
  }

  /** Why files and folders were left out that may hold pictures. */
  List<IOException> failures() {
    return failures;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
      throws IOException {
    if (folder.equals(root)) {
      return FileVisitResult.CONTINUE;
    }
    boolean left =
        isHidden(folder) || excluded.isPresent() && Files.isSameFile(folder, excluded.get());
    return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    // A link that leads nowhere is collected: whoever reads it tells.
    boolean data = attributes.isRegularFile() || attributes.isSymbolicLink();
    if (data && !isHidden(file) && PictureFormat.tryOfName(file).isPresent()) {
      files.add(file);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) {
    if (!(failure instanceof FileSystemLoopException)) {
      failures.add(failure);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
    if (failure != null) {
      failures.add(failure);
    }
    return FileVisitResult.CONTINUE;
  }

  private static boolean isHidden(Path path) throws IOException {
    return path.getFileName().toString().startsWith(".") || Files.isHidden(path);
  }
}
