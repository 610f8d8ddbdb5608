package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What lies in a folder. */
final class FolderListing {

  private FolderListing() {}

  /**
   * The files and folders in a folder, sorted by name.
   *
   * @throws PictureException if it is missing or cannot be read
   */
  static List<Path> of(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new PictureException(folder + " is not a folder that can be read", e);
    }
  }
}
