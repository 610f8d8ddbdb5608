package io.github.dcpt4j.trainer.run;

import static io.github.dcpt4j.trainer.run.RunSettings.require;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What is trained on.
 *
 * @param labels degradations; where the model's own classifier learns, exactly its classes
 * @param clean folders of clean photographs, spoiled synthetically in every labelled way
 * @param pairs folders of real pairs by label; one that is named several times is drawn from as
 *     often
 * @param shares relative share of each label in a batch; 1 where a label is missing
 * @param synthesis the degradation that clean photographs are spoiled by, where it is not the one
 *     of the label; null as none, since settings of older runs do not have it
 * @param loaderThreads threads that make batches; they do not change what is learnt
 */
public record DataSettings(
    List<String> labels,
    @JsonSerialize(contentUsing = ToStringSerializer.class)
        @JsonDeserialize(contentUsing = LocalPath.class)
        List<Path> clean,
    Map<String, List<String>> pairs,
    Map<String, Double> shares,
    Map<String, String> synthesis,
    int loaderThreads) {

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException with what to change
   */
  public DataSettings {
    labels = List.copyOf(labels);
    clean = List.copyOf(clean);
    pairs = Map.copyOf(pairs);
    shares = Map.copyOf(shares);
    synthesis = synthesis == null ? Map.of() : Map.copyOf(synthesis);
    require(!labels.isEmpty(), "there is no label: name at least one degradation");
    require(new HashSet<>(labels).size() == labels.size(), "labels have to differ: %s", labels);
    require(
        !clean.isEmpty() || !pairs.isEmpty(),
        "there is no data for %s: name clean photographs or pairs",
        String.join(", ", labels));
    for (String label : pairs.keySet()) {
      require(labels.contains(label), "'%s' is none of %s", label, labels);
    }
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      require(labels.contains(share.getKey()), "'%s' is none of %s", share.getKey(), labels);
      require(share.getValue() > 0, "the share of '%s' has to be positive", share.getKey());
    }
    for (String label : synthesis.keySet()) {
      require(labels.contains(label), "'%s' is none of %s", label, labels);
    }
    require(loaderThreads > 0, "at least one thread has to make batches");
  }

  /** The same pictures wherever the run goes on from. */
  DataSettings absolute() {
    return new DataSettings(
        labels,
        clean.stream().map(DataSettings::absolute).toList(),
        absolute(pairs),
        shares,
        synthesis,
        loaderThreads);
  }

  private static Path absolute(Path folder) {
    return folder.toAbsolutePath().normalize();
  }

  /** Folders by label, all absolute. */
  static Map<String, List<String>> absolute(Map<String, List<String>> pairs) {
    Map<String, List<String>> all = new HashMap<>();
    pairs.forEach(
        (label, folders) ->
            all.put(
                label,
                folders.stream().map(folder -> absolute(Path.of(folder)).toString()).toList()));
    return all;
  }

  /** The same pictures, made into batches by another number of threads. */
  DataSettings loadedBy(int threads) {
    return new DataSettings(labels, clean, pairs, shares, synthesis, threads);
  }
}
