package io.github.dcpt4j.exporter.checkpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.dcpt4j.exporter.network.RestorationNetwork;

/** The JSON form of a restoration network, as people write it. */
public final class NetworkJson {

  private NetworkJson() {}

  /**
   * Reads a network, for example {@code {"network": "nafnet", "width": 8, ...}}.
   *
   * @throws IllegalArgumentException with one line that names the field that is wrong or missing
   */
  public static RestorationNetwork parse(String text) {
    return StrictJson.parse(text, new TypeReference<>() {});
  }
}
