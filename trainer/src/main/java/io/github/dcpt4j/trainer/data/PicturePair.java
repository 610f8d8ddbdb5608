package io.github.dcpt4j.trainer.data;

import java.nio.file.Path;

/**
 * The files of a pair.
 *
 * @param input the degraded picture
 * @param target the clean one
 */
public record PicturePair(Path input, Path target) {

  /** The name by which results call the pair. */
  public String name() {
    return input.getFileName().toString();
  }
}
