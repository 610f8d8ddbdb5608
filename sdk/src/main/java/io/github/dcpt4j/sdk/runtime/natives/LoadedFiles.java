package io.github.dcpt4j.sdk.runtime.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that are mapped into this process, as Linux lists them: with links followed, so that
 * their names tell their exact versions. Other systems tell nothing.
 */
public final class LoadedFiles {
  private static final Path MAPS = Path.of("/proc/self/maps");

  private LoadedFiles() {}

  /**
   * Finds a file.
   *
   * @param prefix what its name begins with
   * @return its path; absent where there is none, or the system does not tell
   */
  static Optional<String> startingWith(String prefix) {
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.indexOf('/') >= 0)
          .map(line -> line.substring(line.indexOf('/')))
          .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(prefix))
          .findFirst();
    } catch (IOException e) {
      // Not Linux.
      return Optional.empty();
    }
  }
}
