package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Finds the pictures that an argument of a command names: one file, all below a folder, or all that
 * a pattern matches.
 *
 * <p>Of folders, what is hidden is left out, and what has no picture's extension. Links are
 * followed, but not to a folder that they lie in.
 *
 * @param excluded a folder below those that are searched whose pictures are left out
 * @param unreadable is told of folders that cannot be read; the others are searched if it returns
 */
public record PictureSearch(Optional<Path> excluded, Consumer<Unreadable> unreadable) {

  /**
   * A picture that was found.
   *
   * @param file the file
   * @param name its path below the folder that was searched; of a file that was named, its name
   */
  public record Found(Path file, Path name) {}

  /**
   * What could not be searched.
   *
   * @param place a folder, or a file that may be one
   * @param cause why, and what to do
   */
  public record Unreadable(Path place, PictureException cause) {

    private static Unreadable of(Path folder, IOException failure) {
      Path place =
          failure instanceof FileSystemException named && named.getFile() != null
              ? folder.getFileSystem().getPath(named.getFile())
              : folder;
      return new Unreadable(
          place,
          new PictureException(
              Text.of(
                  "%s cannot be searched: check the folder and its permissions (%s)",
                  place, failure.getClass().getSimpleName()),
              failure));
    }
  }

  /** Leaves out nothing, and ends where a folder cannot be read. */
  public PictureSearch() {
    this(
        Optional.empty(),
        failure -> {
          throw failure.cause();
        });
  }

  /**
   * Finds pictures, by their paths in alphabetical order.
   *
   * @param argument a file, which may be missing, a folder, or a pattern as {@link FilePattern}
   *     reads it
   * @throws IllegalArgumentException if the pattern is malformed
   * @return no picture where folders could not be read, of which {@link #unreadable} was told
   * @throws PictureException if there is no picture
   */
  public List<Found> find(String argument) {
    Optional<FilePattern> pattern = FilePattern.of(argument);
    if (pattern.isPresent()) {
      FilePattern searched = pattern.get();
      return below(
          searched.folder(), searched.depth(), searched::matches, argument + " matches no picture");
    }
    Path path = Path.of(argument);
    return Files.isDirectory(path)
        ? below(path, Integer.MAX_VALUE, any -> true, argument + " holds no picture")
        : List.of(new Found(path, path.getFileName()));
  }

  private List<Found> below(Path folder, int depth, Predicate<Path> wanted, String nothing) {
    PictureCollector collector = new PictureCollector(folder, excluded);
    try {
      Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), depth, collector);
    } catch (IOException e) {
      collector.visitFileFailed(folder, e);
    }
    collector.failures().forEach(failure -> unreadable.accept(Unreadable.of(folder, failure)));
    List<Found> found =
        collector.files().stream()
            .sorted()
            .map(file -> new Found(file, folder.relativize(file)))
            .filter(file -> wanted.test(file.name()))
            .toList();
    if (found.isEmpty() && collector.failures().isEmpty()) {
      throw new PictureException(nothing + ": name another folder, pattern or file");
    }
    return found;
  }
}
