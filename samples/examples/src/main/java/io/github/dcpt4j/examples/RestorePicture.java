package io.github.dcpt4j.examples;

import io.github.dcpt4j.sdk.Restoration;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import java.nio.file.Path;

/** Restores one picture with the built-in model. */
public final class RestorePicture {

  private RestorePicture() {}

  /** Takes the picture to read and the file to write. */
  public static void main(String[] arguments) {
    PictureCodec codec = new PictureCodec();
    try (Restorer restorer = Restorer.builtIn()) {
      Restoration result = restorer.restore(codec.read(Path.of(arguments[0])));
      codec.write(result.picture(), Path.of(arguments[1]));
      System.out.println(result.scores().orElseThrow().top());
    }
  }
}
