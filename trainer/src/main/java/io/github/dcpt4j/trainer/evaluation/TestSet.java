package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.trainer.data.PairFiles;
import io.github.dcpt4j.trainer.data.PairFolder;
import io.github.dcpt4j.trainer.data.Photographs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Pictures to measure a model on: pairs as {@link PairFolder} finds them, or clean pictures in
 * {@code target}, to which noise is added.
 *
 * @param name the folder's name
 * @param pairs at least one, in the order of the inputs' names; where noise is added, input and
 *     target are the same file
 * @param noise the noise that makes the degraded picture, where there is no file of it
 */
public record TestSet(String name, List<PairFiles> pairs, Optional<TestNoise> noise) {

  private static final String TARGET = "target";

  /** Keeps an immutable copy of the pairs. */
  public TestSet {
    pairs = List.copyOf(pairs);
  }

  /**
   * Finds the pairs of a folder whose name tells the degradation, where it holds several.
   *
   * @throws PictureException if the layout is not known, or an input has no target, or not exactly
   *     one
   */
  public static TestSet paired(Path folder) {
    return paired(folder, FolderLabel.of(nameOf(folder)).orElse(""));
  }

  /**
   * Finds the pairs of a folder.
   *
   * @param label the degradation that is wanted, where the folder holds several
   * @throws PictureException as {@link #paired(Path)}
   */
  public static TestSet paired(Path folder, String label) {
    return new TestSet(nameOf(folder), PairFolder.pairs(label, folder), Optional.empty());
  }

  /**
   * Takes the pictures of {@code target} alone.
   *
   * @throws PictureException if the folder is missing or empty
   */
  public static TestSet withNoise(Path folder, TestNoise noise) {
    List<PairFiles> pairs =
        Photographs.files(folder.resolve(TARGET)).stream()
            .map(file -> new PairFiles(file, file))
            .toList();
    return new TestSet(nameOf(folder), pairs, Optional.of(noise));
  }

  private static String nameOf(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }
}
