package io.github.dcpt4j.sdk.image.codec;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files of a folder are pictures: regular files, or links to such, whose names end in a known
 * extension. Left out everywhere alike are names that begin with a dot, as those that macOS puts
 * beside files on foreign disks, and folders that file servers and archives add.
 */
public final class PictureFiles {
  private static final Set<String> SYSTEM_FOLDERS = Set.of("@eaDir", "__MACOSX");

  private PictureFiles() {}

  /**
   * Returns the pictures that lie directly in a folder, sorted by path.
   *
   * @param folder a folder
   * @throws PictureException if it is missing or cannot be read, or holds no picture
   */
  public static List<Path> in(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files = entries.filter(PictureFiles::isPicture).sorted().toList();
      if (files.isEmpty()) {
        throw new PictureException(
            PictureException.Kind.MISSING,
            folder + " holds no picture: name a folder of pictures.");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new PictureException(folder + " is not a folder that can be read.", e);
    }
  }

  /** Returns whether a path is that of a picture, by its name and kind. */
  public static boolean isPicture(Path file) {
    return !isHidden(file)
        && PictureFormat.tryOfName(file).isPresent()
        && Files.isRegularFile(file);
  }

  /** Returns whether a file or folder is left out because of its name. */
  public static boolean isHidden(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") || SYSTEM_FOLDERS.contains(name);
  }
}
