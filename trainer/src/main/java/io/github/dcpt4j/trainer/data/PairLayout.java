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
import java.util.stream.Collectors;

/**
 * Two folders of pictures side by side. Partners are found by their names, never by a guessed
 * order: the same path below both folders first, then a name that the layout derives, in the same
 * folder and then anywhere. Extensions do not count, nor do capitals in the names of the two
 * folders.
 *
 * @param input name of the folder of degraded pictures
 * @param target name of the folder of clean ones
 * @param partners how names of partners are derived where they differ
 */
record PairLayout(String input, String target, Partners partners) {

  /** How the name of a picture's partner is derived. */
  enum Partners {
    /** Both have the same name. */
    SAME_NAME(stem -> stem),
    /** The clean picture's name is that of the degraded one up to the first underscore. */
    BEFORE_UNDERSCORE(stem -> stem.split("_", 2)[0]),
    /** Both have the same number: {@code rain-7} or {@code norain-7x2} with {@code norain-7}. */
    SAME_NUMBER(stem -> stem.replaceFirst("^(no)?rain-?", "").replaceFirst("x\\d+$", "")),
    /**
     * As {@link #BEFORE_UNDERSCORE}; or a camera counted its shots, of which two in a row are a
     * pair.
     */
    CONSECUTIVE_SHOTS(stem -> stem.split("_", 2)[0]);

    private final UnaryOperator<String> key;

    Partners(UnaryOperator<String> key) {
      this.key = key;
    }

    /** What a target is found by; only numbers stand in the names of both. */
    private String targetKey(String stem) {
      return this == SAME_NUMBER ? key.apply(stem) : stem;
    }
  }

  private static final int NAMED = 5;

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

  /**
   * The pairs of a folder in the order of the inputs' names. Targets that no input belongs to are
   * left out.
   *
   * @throws PictureException if a folder is missing, or an input has no target, or not exactly one
   */
  List<PairFiles> pairs(Path folder) {
    Path inputs = named(folder, input).orElse(folder.resolve(input));
    Path targets = named(folder, target).orElse(folder.resolve(target));
    return pairs(inputs, FolderListing.pictures(inputs), targets, FolderListing.pictures(targets));
  }

  /** The same of files that were found below two folders, or in one. */
  List<PairFiles> pairs(
      Path inputFolder, List<Path> inputs, Path targetFolder, List<Path> targets) {
    Targets known = new Targets(targetFolder, targets, partners);
    List<PairFiles> pairs = new ArrayList<>();
    for (Path file : inputs) {
      Optional<Path> partner = known.partner(inputFolder.relativize(file));
      if (partner.isEmpty() && partners == Partners.CONSECUTIVE_SHOTS) {
        return consecutive(inputs, targets);
      }
      pairs.add(
          new PairFiles(
              file,
              partner.orElseThrow(
                  () ->
                      new PictureException(
                          Text.of(
                              "%s has no partner of the same name in %s: %s is missing",
                              file, targetFolder, partners.key.apply(stem(file)))))));
    }
    return pairs;
  }

  /** The clean pictures, by path and by name. */
  private static final class Targets {

    private final Map<Path, List<Path>> byPath = new LinkedHashMap<>();
    private final Map<String, List<Path>> byName = new LinkedHashMap<>();
    private final Partners partners;

    Targets(Path folder, List<Path> files, Partners partners) {
      this.partners = partners;
      for (Path file : files) {
        Path path = folder.relativize(file);
        String stem = stem(file);
        add(byPath, path.resolveSibling(stem), file);
        String key = partners.targetKey(stem);
        if (!key.equals(stem)) {
          add(byPath, path.resolveSibling(key), file);
        }
        add(byName, key, file);
      }
    }

    private static <K> void add(Map<K, List<Path>> files, K key, Path file) {
      files.computeIfAbsent(key, first -> new ArrayList<>()).add(file);
    }

    Optional<Path> partner(Path input) {
      String stem = stem(input);
      String key = partners.key.apply(stem);
      return only(byPath.get(input.resolveSibling(stem)))
          .or(() -> only(byPath.get(input.resolveSibling(key))))
          .or(() -> only(byName.get(stem)))
          .or(() -> only(byName.get(key)));
    }

    private static Optional<Path> only(List<Path> found) {
      if (found != null && found.size() > 1) {
        throw new PictureException(
            Text.of("%s and %s have the same name: keep one of them", found.get(0), found.get(1)));
      }
      return Optional.ofNullable(found).map(one -> one.get(0));
    }
  }

  /** Pairs of shots whose numbers alternate: an input, its target, the next input. */
  private List<PairFiles> consecutive(List<Path> inputs, List<Path> targets) {
    boolean alternate = inputs.size() == targets.size();
    for (int i = 0; alternate && i < inputs.size(); i++) {
      alternate =
          isBefore(inputs.get(i), targets.get(i))
              && (i == 0 || isBefore(targets.get(i - 1), inputs.get(i)));
    }
    if (!alternate) {
      throw new PictureException(
          Text.of(
              "the names do not tell the partners of %d pictures in %s and %d in %s (%s; %s): give partners the same name",
              inputs.size(), input, targets.size(), target, names(inputs), names(targets)));
    }
    List<PairFiles> pairs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      pairs.add(new PairFiles(inputs.get(i), targets.get(i)));
    }
    return pairs;
  }

  /** Whether two names are the same but for a number of as many digits, and it has grown. */
  private static boolean isBefore(Path one, Path other) {
    String first = stem(one);
    String second = stem(other);
    return first.matches(".*\\d+")
        && first.length() == second.length()
        && first.replaceAll("\\d", "0").equals(second.replaceAll("\\d", "0"))
        && first.compareTo(second) < 0;
  }

  private static String names(List<Path> files) {
    return files.stream()
            .limit(NAMED)
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(", "))
        + (files.size() > NAMED ? ", ..." : "");
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
