package io.github.dcpt4j.trainer.data;

import java.nio.file.Path;

/**
 * The files of a real pair.
 *
 * @param input the degraded picture
 * @param target the clean one
 */
record PairFiles(Path input, Path target) {}
