package io.github.dcpt4j.exporter.export;

import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.sdk.card.Head;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What to export.
 *
 * @param name a short name for people, which the model card keeps
 * @param heads what the exported model shall do; at least one head
 * @param notes what the model card states besides the checkpoint's own provenance, by topic, in
 *     order; a topic of both is the note's
 * @param reduction the lower precision to export in; empty for fp32
 * @param sharedMeans whether the model returns and takes the means of its global pooling, so that
 *     all tiles of a large picture are treated alike; in fp32 only
 */
public record ExportOptions(
    String name,
    Set<Head> heads,
    Map<String, String> notes,
    Optional<ReducedPrecision> reduction,
    boolean sharedMeans) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the name is blank, there is no head, or means shall be
   *     shared in a lower precision or without restoration
   */
  public ExportOptions {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an exported model needs a name");
    }
    if (heads.isEmpty()) {
      throw new IllegalArgumentException("an exported model needs at least one head");
    }
    if (sharedMeans && (reduction.isPresent() || !heads.contains(Head.RESTORATION))) {
      throw new IllegalArgumentException("means are shared in fp32 and for restoration only");
    }
    heads = Collections.unmodifiableSet(EnumSet.copyOf(heads));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** Without notes, in fp32. */
  public ExportOptions(String name, Set<Head> heads) {
    this(name, heads, Map.of(), Optional.empty(), false);
  }

  /** Every head that a model has. */
  public static ExportOptions everything(String name, ModelDefinition model) {
    return new ExportOptions(
        name,
        model.classifier().isPresent() ? EnumSet.allOf(Head.class) : EnumSet.of(Head.RESTORATION));
  }

  /** The same with these notes. */
  public ExportOptions withNotes(Map<String, String> newNotes) {
    return new ExportOptions(name, heads, newNotes, reduction, sharedMeans);
  }

  /** The same in a lower precision. */
  public ExportOptions withQuantization(ReducedPrecision lower) {
    return new ExportOptions(name, heads, notes, Optional.of(lower), sharedMeans);
  }

  /** The same with means that can be shared by tiles. */
  public ExportOptions withSharedMeans() {
    return new ExportOptions(name, heads, notes, reduction, true);
  }
}
