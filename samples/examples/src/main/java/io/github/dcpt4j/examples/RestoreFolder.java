package io.github.dcpt4j.examples;

import io.github.dcpt4j.sdk.RestoreOptions;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.codec.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Restores the pictures of a folder, shows how far it is, and goes on after a broken one. */
public final class RestoreFolder {

  private final Restorer restorer;
  private final PictureCodec codec = new PictureCodec();

  /** Takes a restorer, which stays open. */
  public RestoreFolder(Restorer restorer) {
    this.restorer = restorer;
  }

  /** Takes the folder to read and the folder to write. */
  public static void main(String[] arguments) throws IOException {
    try (Restorer restorer = Restorer.builtIn()) {
      new RestoreFolder(restorer).restore(Path.of(arguments[0]), Path.of(arguments[1]));
    }
  }

  /**
   * Restores all pictures that lie in a folder.
   *
   * @return how many were restored
   */
  public int restore(Path folder, Path output) throws IOException {
    Files.createDirectories(output);
    List<Path> pictures = PictureFiles.in(folder);
    int done = 0;
    for (Path picture : pictures) {
      try {
        restoreOne(picture, output.resolve(picture.getFileName()));
        done++;
      } catch (PictureException e) {
        System.err.println(e.getMessage());
      }
    }
    System.out.printf(Locale.ROOT, "%d of %d pictures restored%n", done, pictures.size());
    return done;
  }

  private void restoreOne(Path picture, Path target) {
    RestoreOptions options =
        RestoreOptions.builder()
            .timeLimit(Duration.ofMinutes(5))
            .progress(
                (tiles, all) ->
                    System.out.printf(Locale.ROOT, "%s: %d of %d%n", picture, tiles, all))
            .build();
    codec.write(restorer.restore(codec.read(picture), options).picture(), target);
  }
}
