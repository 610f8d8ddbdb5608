package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.data.PairFolder;
import io.github.dcpt4j.trainer.data.Photographs;
import io.github.dcpt4j.trainer.data.PicturePair;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pictures to measure a model on: a folder of pairs, or one with {@code target} alone, to which
 * noise is added.
 *
 * @param name the folder's name
 * @param pairs at least one, sorted by path
 * @param noise the noise that makes the degraded picture, where there is no file of it
 */
public record TestSet(String name, List<PicturePair> pairs, Optional<TestNoise> noise) {

  private static final String TARGET = "target";

  /** Keeps an immutable copy of the pairs. */
  public TestSet {
    pairs = List.copyOf(pairs);
  }

  /**
   * Pairs the pictures of a folder as {@link PairFolder} describes, which training reads alike.
   *
   * @param label the degradation that is measured, where the folder holds several; without it the
   *     one that the folder's name tells
   * @throws PictureException if the folder is missing, empty or laid out otherwise, or an input has
   *     no target, or not exactly one
   */
  public static TestSet paired(Path folder, Optional<String> label) {
    String name = nameOf(folder);
    String told = label.or(() -> FolderLabel.of(name)).orElse(name);
    return new TestSet(name, PairFolder.pairs(told, folder), Optional.empty());
  }

  /** The same of a folder that holds one degradation, or whose name tells which is measured. */
  public static TestSet paired(Path folder) {
    return paired(folder, Optional.empty());
  }

  /**
   * Takes the pictures of {@code target} alone.
   *
   * @throws PictureException if the folder is missing or empty
   */
  public static TestSet withNoise(Path folder, TestNoise noise) {
    List<PicturePair> pairs =
        Photographs.files(folder.resolve(TARGET)).stream()
            .map(file -> new PicturePair(file, file))
            .toList();
    return new TestSet(nameOf(folder), pairs, Optional.of(noise));
  }

  private static String nameOf(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }
}
