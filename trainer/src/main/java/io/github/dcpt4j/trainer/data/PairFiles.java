package io.github.dcpt4j.trainer.data;

import java.nio.file.Path;

/**
 * The files of a real pair.
 *
 * @param input the degraded picture
 * @param target the clean one
 */
public record PairFiles(Path input, Path target) {

  /** The name by which results call the pair: the degraded picture's. */
  public String name() {
    return input.getFileName().toString();
  }
}
