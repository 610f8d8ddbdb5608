package io.github.dcpt4j.cli.restore;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.Picture;
import io.github.dcpt4j.sdk.image.codec.PictureCodec;
import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes restored pictures, into files or to standard output.
 *
 * @param codec encodes
 * @param format of what goes to standard output; absent for the input's, or PNG where its name does
 *     not tell
 * @param strip whether EXIF is left out
 * @param standardOutput takes the bytes of a picture
 */
record PictureTarget(
    PictureCodec codec, Optional<PictureFormat> format, boolean strip, PrintStream standardOutput) {

  /** The name that stands for standard output. */
  static final Path STANDARD_OUTPUT = Path.of("-");

  /**
   * Writes a picture.
   *
   * @return what the format cannot hold of it, one line each
   * @throws PictureException if it cannot be written
   */
  List<String> write(Picture restored, RestorePlan.Job job) {
    Picture picture = strip ? restored.withMetadata(restored.metadata().withoutExif()) : restored;
    if (!job.target().equals(STANDARD_OUTPUT)) {
      return codec.write(picture, job.target());
    }
    PictureFormat wanted =
        format.or(() -> PictureFormat.tryOfName(job.input())).orElse(PictureFormat.PNG);
    List<String> losses;
    try {
      losses = codec.write(picture, wanted, standardOutput);
    } catch (IOException e) {
      throw new PictureException("Standard output cannot be written to.", e);
    }
    // A print stream tells of errors only where it is asked.
    if (standardOutput.checkError()) {
      throw new PictureException("Standard output cannot be written to: it was closed.");
    }
    return losses;
  }
}
