package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What lies in a folder. */
final class FolderListing {

  private FolderListing() {}

  /**
   * The files and folders in a folder, sorted by name; hidden ones are left out.
   *
   * @throws PictureException if it is missing or cannot be read
   */
  static List<Path> of(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> !PictureFiles.isHidden(entry)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * The pictures of a folder and of all folders in it, sorted by the names on their paths. What
   * {@link PictureFiles} leaves out is left out with all that lies in it.
   *
   * @throws PictureException if the folder is missing, cannot be read or holds no picture
   */
  static List<Path> pictures(Path folder) {
    try (Stream<Path> entries = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          entries
              .filter(entry -> isVisible(folder.relativize(entry)))
              .filter(PictureFiles::isPicture)
              .sorted(FolderListing::byNames)
              .toList();
      if (files.isEmpty()) {
        throw new PictureException(folder + " holds no picture: name a folder of pictures");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(folder, e);
    }
  }

  private static boolean isVisible(Path path) {
    return StreamSupport.stream(path.spliterator(), false).noneMatch(PictureFiles::isHidden);
  }

  /** Name by name, so that a folder's files stay together whatever characters follow its name. */
  private static int byNames(Path one, Path other) {
    int common = Math.min(one.getNameCount(), other.getNameCount());
    for (int i = 0; i < common; i++) {
      int order = one.getName(i).compareTo(other.getName(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.getNameCount(), other.getNameCount());
  }

  private static PictureException unreadable(Path folder, Exception e) {
    return new PictureException(folder + " is not a folder that can be read", e);
  }
}
