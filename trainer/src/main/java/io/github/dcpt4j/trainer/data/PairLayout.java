package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Two folders of pictures side by side, and how names tell which picture is a partner of which.
 * Capitals in the folders' names do not count.
 *
 * @param input name of the folder of degraded pictures
 * @param target name of the folder of clean ones
 * @param partners how they are found
 */
record PairLayout(String input, String target, Partners partners) {

  /** How the partner of a picture is found. Extensions do not count; equal names come first. */
  enum Partners {
    /** Both have the same name. */
    SAME_NAME(List::of, stem -> stem),
    /**
     * The clean picture's name is the degraded one's, or what stands before one of its underscores,
     * the last that fits.
     */
    UP_TO_UNDERSCORE(Partners::prefixes, stem -> stem),
    /** Both have the same number: {@code rain-7} or {@code norain-7x2} with {@code norain-7}. */
    SAME_NUMBER(stem -> List.of(number(stem)), Partners::number),
    /** As {@link #UP_TO_UNDERSCORE}, or else two shots of a camera, numbered in turn. */
    CONSECUTIVE_SHOTS(Partners::prefixes, stem -> stem);

    private final Function<String, List<String>> inputKeys;
    private final UnaryOperator<String> targetKey;

    Partners(Function<String, List<String>> inputKeys, UnaryOperator<String> targetKey) {
      this.inputKeys = inputKeys;
      this.targetKey = targetKey;
    }

    private static List<String> prefixes(String stem) {
      List<String> prefixes = new ArrayList<>();
      for (int end = stem.length(); end > 0; end = stem.lastIndexOf('_', end - 1)) {
        prefixes.add(stem.substring(0, end));
      }
      return prefixes;
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
    return PictureFolder.entries(folder).stream()
        .filter(entry -> entry.getFileName().toString().equalsIgnoreCase(name))
        .filter(Files::isDirectory)
        .min(Comparator.comparing(entry -> !entry.getFileName().toString().equals(name)));
  }

  /**
   * The pairs of a folder in the order of the inputs' paths. Targets that no input belongs to are
   * left out, except where shots are numbered in turn.
   *
   * @throws PictureException if a folder is missing, or an input has no target, or not exactly one
   */
  List<PicturePair> pairs(Path folder) {
    return pairs(
        PairSide.of(named(folder, input).orElse(folder.resolve(input))),
        PairSide.of(named(folder, target).orElse(folder.resolve(target))));
  }

  /** The same of files that are found already. */
  List<PicturePair> pairs(PairSide inputs, PairSide targets) {
    PairSide.Index index = targets.by(partners.targetKey);
    List<PicturePair> pairs = new ArrayList<>();
    List<Path> alone = new ArrayList<>();
    for (Path file : inputs.files()) {
      index
          .partner(inputs.relativeFolder(file), partners.inputKeys.apply(PairSide.stem(file)))
          .ifPresentOrElse(
              partner -> pairs.add(new PicturePair(file, partner)), () -> alone.add(file));
    }
    if (alone.isEmpty()) {
      return pairs;
    }
    if (pairs.isEmpty() && partners == Partners.CONSECUTIVE_SHOTS) {
      return shots(inputs, targets);
    }
    Path first = alone.get(0);
    List<String> keys = partners.inputKeys.apply(PairSide.stem(first));
    throw new PictureException(
        Text.of(
            "%s has no partner of the same name in %s: %s is missing",
            first, targets.folder(), keys.get(keys.size() - 1)));
  }

  /** Pairs by position alone would be a guess; numbers that alternate between the folders tell. */
  private List<PicturePair> shots(PairSide inputs, PairSide targets) {
    int count = inputs.files().size();
    if (count != targets.files().size()) {
      throw new PictureException(
          Text.of(
              "%s holds %d pictures in %s and %d in %s: their names do not tell the partners, so"
                  + " name them alike",
              inputs.folder().getParent(), count, input, targets.files().size(), target));
    }
    List<PicturePair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(new PicturePair(inputs.files().get(i), targets.files().get(i)));
    }
    for (int i = 0; i < count; i++) {
      String one = PairSide.stem(pairs.get(i).input());
      String other = PairSide.stem(pairs.get(i).target());
      boolean last = i == count - 1;
      if (!one.matches(".*\\d")
          || one.length() != other.length()
          || !last && !precedes(one, other, PairSide.stem(pairs.get(i + 1).input()))
          || !last && !precedes(one, other, PairSide.stem(pairs.get(i + 1).target()))) {
        throw new PictureException(
            Text.of(
                "the names in %s and %s do not tell the partners, so name them alike: %s and %s",
                inputs.folder(), targets.folder(), inputs.names(), targets.names()));
      }
    }
    return pairs;
  }

  private static boolean precedes(String one, String other, String next) {
    return one.compareTo(next) < 0 && other.compareTo(next) < 0;
  }
}
