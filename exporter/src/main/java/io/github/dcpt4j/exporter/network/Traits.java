package io.github.dcpt4j.exporter.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What names and shapes of tensors say about their network, as fields of its JSON form, and what
 * they leave open. A field of a field is named with a dot. Values are numbers, texts, truth values
 * and lists of these.
 */
public final class Traits {

  /**
   * The value that is taken for a field about which names and shapes say nothing.
   *
   * @param value the usual value
   * @param words what is assumed, for people
   */
  public record Assumption(Object value, String words) {}

  private final Map<String, Object> known = new LinkedHashMap<>();
  private final Set<String> rounded = new LinkedHashSet<>();
  private final Map<String, Assumption> assumed = new LinkedHashMap<>();
  private final Map<String, String> open = new LinkedHashMap<>();

  /** Sets a field that names and shapes determine. */
  public Traits known(String field, Object value) {
    known.put(field, value);
    return this;
  }

  /** Sets a field of which shapes show a rounded value only: other values are compatible. */
  public Traits rounded(String field, Object value) {
    rounded.add(field);
    return known(field, value);
  }

  /**
   * Sets the usual value of a field that names and shapes do not determine.
   *
   * @param words what is assumed, for people
   */
  public Traits assumed(String field, Object value, String words) {
    assumed.put(field, new Assumption(value, words));
    return this;
  }

  /**
   * Marks a field that has no usual value: it has to be given.
   *
   * @param advice what to give
   */
  public Traits open(String field, String advice) {
    open.put(field, advice);
    return this;
  }

  /** The fields that names and shapes determine. */
  public Map<String, Object> known() {
    return Collections.unmodifiableMap(known);
  }

  /** Whether shapes show a rounded value of a known field only. */
  public boolean isRounded(String field) {
    return rounded.contains(field);
  }

  /** The fields that have to be assumed. */
  public Map<String, Assumption> assumed() {
    return Collections.unmodifiableMap(assumed);
  }

  /** Advice by field that has to be given. */
  public Map<String, String> open() {
    return Collections.unmodifiableMap(open);
  }
}
