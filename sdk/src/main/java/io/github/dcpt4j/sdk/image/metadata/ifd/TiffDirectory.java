package io.github.dcpt4j.sdk.image.metadata.ifd;

import java.util.Map;
import java.util.TreeMap;

/**
 * A TIFF directory and those that it points at.
 *
 * @param entries by tag, without those that point
 * @param inner further directories, by the tag that points at them
 */
public record TiffDirectory(Map<Integer, IfdEntry> entries, Map<Integer, TiffDirectory> inner) {

  public static TiffDirectory of(Map<Integer, IfdEntry> entries) {
    return new TiffDirectory(entries, new TreeMap<>());
  }

  public void put(IfdEntry entry) {
    entries.put(entry.tag(), entry);
  }
}
