package io.github.dcpt4j.trainer.evaluation;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.image.codec.PictureFormat;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pictures to measure a model on: a folder with {@code input} and {@code target}, or with {@code
 * target} alone, to which noise is added.
 *
 * @param name the folder's name
 * @param pairs at least one, sorted by name
 * @param noise the noise that makes the degraded picture, where there is no file of it
 */
public record TestSet(String name, List<Pair> pairs, Optional<TestNoise> noise) {

  private static final String INPUT = "input";
  private static final String TARGET = "target";

  /**
   * A picture of a test set.
   *
   * @param input file of the degraded picture; the target's where noise is added
   * @param target file of the clean picture
   */
  public record Pair(Path input, Path target) {

    /** The name by which results call the picture. */
    public String name() {
      return input.getFileName().toString();
    }
  }

  /** Keeps an immutable copy of the pairs. */
  public TestSet {
    pairs = List.copyOf(pairs);
  }

  /**
   * Pairs the pictures of {@code input} and {@code target} by their names without extension. A
   * target may also be named by what stands before the input's first underscore, as in the haze
   * sets, where one clean picture has several hazy ones.
   *
   * @throws PictureException if a folder is missing or empty or an input has no target
   */
  public static TestSet paired(Path folder) {
    Map<String, Path> targets = new LinkedHashMap<>();
    pictures(folder.resolve(TARGET)).forEach(file -> targets.put(stem(file), file));
    List<Pair> pairs = new ArrayList<>();
    for (Path input : pictures(folder.resolve(INPUT))) {
      String stem = stem(input);
      Path target = targets.getOrDefault(stem, targets.get(stem.split("_", 2)[0]));
      if (target == null) {
        throw new PictureException(
            Text.of(
                "%s has no picture of the same name in %s: add it or remove the input",
                input, folder.resolve(TARGET)));
      }
      pairs.add(new Pair(input, target));
    }
    return new TestSet(nameOf(folder), pairs, Optional.empty());
  }

  /**
   * Takes the pictures of {@code target} alone.
   *
   * @throws PictureException if the folder is missing or empty
   */
  public static TestSet withNoise(Path folder, TestNoise noise) {
    List<Pair> pairs =
        pictures(folder.resolve(TARGET)).stream().map(file -> new Pair(file, file)).toList();
    return new TestSet(nameOf(folder), pairs, Optional.of(noise));
  }

  private static List<Path> pictures(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries.filter(file -> PictureFormat.tryOfName(file).isPresent()).sorted().toList();
      if (files.isEmpty()) {
        throw new PictureException(folder + " holds no picture: fill it or name another folder");
      }
      return files;
    } catch (IOException e) {
      throw new PictureException(
          Text.of(
              "%s is not a folder that can be read: a test set has %s and %s, or %s and a noise level",
              folder, INPUT, TARGET, TARGET),
          e);
    }
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String nameOf(Path folder) {
    return folder.toAbsolutePath().normalize().getFileName().toString();
  }
}
