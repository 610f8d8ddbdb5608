package io.github.dcpt4j.cli.doctor;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.djl.EngineCheck;
import io.github.dcpt4j.trainer.djl.EngineTrial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Whether the engine that trains is right for networks of usual size, on one thread and on all. */
final class EngineTable {

  private static final int IMAGES = 2;
  private static final int SIDE = 64;

  /**
   * A trial.
   *
   * @param network its name
   * @param threads CPU threads
   * @param passes whether it can be trained
   * @param survived whether the process lived to its end
   * @param outputs error of the outputs, as {@link EngineCheck} tells; absent where none was told
   * @param gradients error of the gradients
   * @param said the process's last words where it did not survive
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String network,
      int threads,
      boolean passes,
      boolean survived,
      Double outputs,
      Double gradients,
      String said) {

    private static Row of(String network, int threads, EngineTrial trial) {
      Optional<EngineCheck> check = trial.check();
      return new Row(
          network,
          threads,
          trial.passes(),
          trial.survived(),
          check.map(EngineCheck::outputs).orElse(null),
          check.map(EngineCheck::gradients).orElse(null),
          trial.survived() ? null : trial.output());
    }

    /** For people. */
    @Override
    public String toString() {
      String errors =
          outputs == null
              ? "no result"
              : Text.of(
                  "outputs off by %.1g %%, gradients by %.1g %%", 100 * outputs, 100 * gradients);
      String verdict = passes ? "right" : survived ? "WRONG" : "THE PROCESS DIED: " + said;
      return Text.of("%-20s %3d threads  %s: %s", network, threads, errors, verdict);
    }
  }

  private final Map<String, RestorationNetwork> networks = new LinkedHashMap<>();

  EngineTable() {
    for (NetworkPreset preset : Architectures.presets()) {
      networks.put(preset.name(), preset.network());
    }
    networks.put("airnet", AirNet.published());
    networks.put("transweather", TransWeather.published());
  }

  /** Tries all networks, each in a process of its own, and tells of each at once. */
  List<Row> rows(Consumer<Row> listener) {
    int all = Runtime.getRuntime().availableProcessors();
    return networks.entrySet().stream()
        .flatMap(
            network ->
                IntStream.of(1, all)
                    .distinct()
                    .mapToObj(threads -> row(network.getKey(), network.getValue(), threads)))
        .peek(listener)
        .toList();
  }

  private static Row row(String name, RestorationNetwork network, int threads) {
    int multiple = network.sizeMultiple();
    int side = (Math.max(SIDE, network.minimumSize()) + multiple - 1) / multiple * multiple;
    return Row.of(
        name,
        threads,
        EngineTrial.of(
            ModelDefinition.of(network),
            List.of(new Shape(IMAGES, network.inputChannels(), side, side)),
            OptionalInt.of(threads)));
  }
}
