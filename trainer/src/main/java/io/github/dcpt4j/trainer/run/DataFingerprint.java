package io.github.dcpt4j.trainer.run;

import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the training pictures of a run were when it began. With others it would be another run that
 * goes on: which pictures are drawn depends on how many there are.
 *
 * @param folders by folder, pairs with their label before it
 */
record DataFingerprint(Map<String, Content> folders) {

  /**
   * What a folder held.
   *
   * @param files their number
   * @param sha256 of their names and sizes, in the order in which they are drawn from
   */
  record Content(int files, String sha256) {

    /**
     * Looks at files.
     *
     * @throws RunException if one is gone
     */
    static Content of(Collection<Path> files) {
      try {
        MessageDigest digest = Sha256.begin();
        for (Path file : files) {
          String line = file.getFileName() + " " + Files.size(file) + "\n";
          digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return new Content(files.size(), Sha256.end(digest));
      } catch (IOException e) {
        throw new RunException(Text.of("a training picture is gone: %s", e.getMessage()), e);
      }
    }
  }

  DataFingerprint {
    folders = new TreeMap<>(folders);
  }

  private static String absolute(String folder) {
    int path = folder.indexOf('=') + 1;
    return folder.substring(0, path) + Path.of(folder.substring(path)).toAbsolutePath().normalize();
  }

  /**
   * Holds what there is now to what was there.
   *
   * @throws RunException that names a folder with other pictures
   */
  void requireSame(DataFingerprint now) {
    folders.forEach(
        (folder, before) -> {
          // Earlier versions wrote folders down as they were named.
          Content found = now.folders.getOrDefault(folder, now.folders.get(absolute(folder)));
          if (found != null && !found.equals(before)) {
            throw new RunException(
                Text.of(
                    "%s does not hold the pictures that the run began with (%d files then, %d now;"
                        + " names or sizes differ): put them back, or begin another run in another"
                        + " folder",
                    folder, before.files(), found.files()));
          }
        });
  }
}
