package io.github.dcpt4j.trainer.data;

import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The inputs or the targets of pairs.
 *
 * @param folder in which all lie, at any depth
 * @param files sorted by path
 */
record PairSide(Path folder, List<Path> files) {

  private static final int NAMES_SHOWN = 10;

  PairSide {
    files = List.copyOf(files);
  }

  static PairSide of(Path folder) {
    return new PairSide(folder, PictureFolder.pictures(folder));
  }

  /** Where a file lies within the folder; empty if directly in it. */
  String relativeFolder(Path file) {
    Path parent = folder.relativize(file).getParent();
    return parent == null ? "" : parent.toString();
  }

  /** The name of a file without its extension. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** Some names, for messages. */
  String names() {
    List<String> shown =
        files.stream().limit(NAMES_SHOWN).map(file -> folder.relativize(file).toString()).toList();
    return String.join(", ", shown)
        + (files.size() > NAMES_SHOWN ? Text.of(" and %d more", files.size() - NAMES_SHOWN) : "");
  }

  /** The files by a key that is made of the name without extension. */
  Index by(UnaryOperator<String> key) {
    Index index = new Index(new HashMap<>(), new HashMap<>());
    for (Path file : files) {
      String made = key.apply(stem(file));
      Place place = new Place(relativeFolder(file), made);
      index.byPlace.computeIfAbsent(place, first -> new ArrayList<>()).add(file);
      index.byKey.computeIfAbsent(made, first -> new ArrayList<>()).add(file);
    }
    return index;
  }

  private record Place(String folder, String key) {}

  /** Finds files. */
  record Index(Map<Place, List<Path>> byPlace, Map<String, List<Path>> byKey) {

    /**
     * The partner at the same place within the folder, or else anywhere in it.
     *
     * @param folder the place
     * @param keys the first that a file has counts
     * @throws PictureException if several files have it
     */
    Optional<Path> partner(String folder, List<String> keys) {
      return keys.stream()
          .map(key -> byPlace.get(new Place(folder, key)))
          .filter(found -> found != null)
          .findFirst()
          .or(() -> keys.stream().map(byKey::get).filter(found -> found != null).findFirst())
          .map(Index::only);
    }

    private static Path only(List<Path> found) {
      if (found.size() > 1) {
        throw new PictureException(
            Text.of("%s and %s have the same name: keep one of them", found.get(0), found.get(1)));
      }
      return found.get(0);
    }
  }
}
