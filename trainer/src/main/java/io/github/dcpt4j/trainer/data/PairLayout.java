package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Two folders of pictures side by side and how their names tell the partners. Capitals in the
 * folders' names do not count; a folder may hold folders with the pictures.
 *
 * @param input name of the folder of degraded pictures
 * @param target name of the folder of clean ones
 * @param partners how they are found
 */
record PairLayout(String input, String target, Partners partners) {

  /** How the partner of a picture is found. Extensions do not count. */
  enum Partners {
    /** Both have the same name. */
    SAME_NAME(stem -> stem, stem -> stem),
    /** The clean picture's name is that of the degraded one up to the first underscore. */
    BEFORE_UNDERSCORE(stem -> stem.split("_", 2)[0], stem -> stem),
    /** Both have the same number: {@code rain-7} or {@code norain-7x2} with {@code norain-7}. */
    SAME_NUMBER(Partners::number, Partners::number),
    /** The first with the first, the second with the second, in the order of the names. */
    SAME_POSITION(stem -> stem, stem -> stem);

    private final UnaryOperator<String> inputKey;
    private final UnaryOperator<String> targetKey;

    Partners(UnaryOperator<String> inputKey, UnaryOperator<String> targetKey) {
      this.inputKey = inputKey;
      this.targetKey = targetKey;
    }

    private static String number(String stem) {
      return stem.replaceFirst("^(no)?rain-?", "").replaceFirst("x\\d+$", "");
    }
  }

  boolean isIn(Path folder) {
    return named(folder, input).isPresent() && named(folder, target).isPresent();
  }

  /** A folder in another one, by its name in capitals or not. */
  private static Optional<Path> named(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    return FolderListing.of(folder).stream()
        .filter(entry -> entry.getFileName().toString().equalsIgnoreCase(name))
        .filter(Files::isDirectory)
        .min(Comparator.comparing(entry -> !entry.getFileName().toString().equals(name)));
  }

  /** The pictures of a folder, or, if it holds none, of the folders in it. */
  private static List<Path> pictures(Path folder) {
    List<Path> all = FolderListing.of(folder);
    List<Path> parts = all.stream().filter(Files::isDirectory).toList();
    return parts.isEmpty() || all.stream().anyMatch(Photographs::isPicture)
        ? Photographs.files(folder)
        : parts.stream().flatMap(part -> Photographs.files(part).stream()).toList();
  }

  /**
   * The pairs of a folder in the order of the inputs' names. Targets that no input belongs to are
   * left out, except where positions count.
   *
   * @throws PictureException if a folder is missing, or an input has no target, or not exactly one
   */
  List<PairFiles> pairs(Path folder) {
    return pairs(
        folder,
        pictures(named(folder, input).orElse(folder.resolve(input))),
        pictures(named(folder, target).orElse(folder.resolve(target))));
  }

  /** The same of files that are found already. */
  List<PairFiles> pairs(Path folder, List<Path> inputs, List<Path> targets) {
    return partners == Partners.SAME_POSITION
        ? byPosition(folder, inputs, targets)
        : byName(folder, inputs, targets);
  }

  private List<PairFiles> byPosition(Path folder, List<Path> inputs, List<Path> targets) {
    if (inputs.size() != targets.size()) {
      throw new PictureException(
          Text.of(
              "%s holds %d pictures in %s and %d in %s: they are paired in order, so complete them",
              folder, inputs.size(), input, targets.size(), target));
    }
    List<PairFiles> pairs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      pairs.add(new PairFiles(inputs.get(i), targets.get(i)));
    }
    return pairs;
  }

  private List<PairFiles> byName(Path folder, List<Path> inputs, List<Path> targets) {
    Map<String, Path> byKey = new LinkedHashMap<>();
    for (Path file : targets) {
      Path other = byKey.put(partners.targetKey.apply(stem(file)), file);
      if (other != null) {
        throw new PictureException(
            Text.of("%s and %s have the same name: keep one of them", other, file));
      }
    }
    List<PairFiles> pairs = new ArrayList<>();
    for (Path file : inputs) {
      String key = partners.inputKey.apply(stem(file));
      Path partner = byKey.get(key);
      if (partner == null) {
        throw new PictureException(
            Text.of(
                "%s has no partner of the same name in %s: %s is missing",
                file, folder.resolve(target), key));
      }
      pairs.add(new PairFiles(file, partner));
    }
    return pairs;
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
