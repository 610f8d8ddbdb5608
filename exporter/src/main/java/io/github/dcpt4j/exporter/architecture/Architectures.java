package io.github.dcpt4j.exporter.architecture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.github.dcpt4j.exporter.network.Architecture;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.airnet.AirNetArchitecture;
import io.github.dcpt4j.exporter.network.nafnet.BaselineArchitecture;
import io.github.dcpt4j.exporter.network.nafnet.NafNetArchitecture;
import io.github.dcpt4j.exporter.network.promptir.PromptIrArchitecture;
import io.github.dcpt4j.exporter.network.restormer.RestormerArchitecture;
import io.github.dcpt4j.exporter.network.swinir.SwinIrArchitecture;
import io.github.dcpt4j.exporter.network.transweather.TransWeatherArchitecture;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All networks that there are. To add one, add a line. */
public final class Architectures {

  /** In the order in which a checkpoint is tried on them, and tables list them. */
  public static final List<Architecture> ALL =
      List.of(
          new NafNetArchitecture(),
          new BaselineArchitecture(),
          new RestormerArchitecture(),
          new PromptIrArchitecture(),
          new SwinIrArchitecture(),
          new AirNetArchitecture(),
          new TransWeatherArchitecture());

  private Architectures() {}

  /** A mapper that reads and writes networks, and what contains some, as JSON. */
  public static ObjectMapper json() {
    ObjectMapper json = new ObjectMapper();
    registerIn(json);
    return json;
  }

  /** Lets a mapper know the names of all networks. */
  static void registerIn(ObjectMapper json) {
    for (Architecture architecture : ALL) {
      json.registerSubtypes(new NamedType(architecture.type(), architecture.id()));
    }
  }

  /** All configurations that have a name. */
  public static List<NetworkPreset> presets() {
    return ALL.stream().flatMap(architecture -> architecture.presets().stream()).toList();
  }

  /** The configuration of a name such as {@code nafnet-16}. */
  public static Optional<NetworkPreset> preset(String name) {
    return presets().stream().filter(preset -> preset.name().equals(name)).findAny();
  }

  /** The names of all presets, for people. */
  public static String presetNames() {
    return presets().stream().map(NetworkPreset::name).collect(Collectors.joining(", "));
  }
}
