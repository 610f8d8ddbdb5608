package io.github.dcpt4j.exporter.symbolic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcpt4j.exporter.ReferenceVectors;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.airnet.AirNet;
import io.github.dcpt4j.exporter.network.transweather.TransWeather;
import io.github.dcpt4j.exporter.weights.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters of AirNet and TransWeather against the manifests of their published checkpoints. */
class PublishedWeatherNetworksTest {

  /** An entry of a published state dictionary; a buffer is none of its authors' parameters. */
  private record Entry(String name, List<Integer> shape, boolean buffer) {

    Entry(Parameter parameter) {
      this(parameter.name(), parameter.shape(), !parameter.trained());
    }

    long size() {
      return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    Entry renamed(String from, String to) {
      return new Entry(name.replace(from, to), shape, buffer);
    }
  }

  @Test
  void airNetUsesOrIgnoresEveryEntryOfItsCheckpoint() throws IOException {
    List<Entry> published = manifest("AirNet_all.json");

    requireEntries(AirNet.published(), published);

    assertThat(published).hasSize(584);
    assertThat(published.stream().filter(e -> AirNet.published().ignores(e.name()))).hasSize(103);
    assertThat(trainedSize(published)).isEqualTo(8_930_313);
  }

  @Test
  void transWeatherUsesOrIgnoresEveryEntryOfItsCheckpoint() throws IOException {
    List<Entry> published = manifest("TransWeather.json");

    requireEntries(TransWeather.published(), published);

    assertThat(published).hasSize(347);
    assertThat(published.stream().filter(e -> TransWeather.published().ignores(e.name())))
        .hasSize(6);
    assertThat(trainedSize(published)).isEqualTo(38_052_078);
  }

  @Test
  void baseVariantHasTheSameEntriesWithoutTheDecoderAndItsDoubling() throws IOException {
    List<Entry> base =
        manifest("TransWeather.json").stream()
            .filter(entry -> !entry.name().matches("Tdec\\..*|convtail\\.convd32x\\..*"))
            .map(entry -> entry.renamed("convtail.", "convproj."))
            .toList();

    requireEntries(new TransWeather(TransWeather.published().widths(), false), base);
  }

  private static void requireEntries(RestorationNetwork network, List<Entry> published) {
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(network));
    List<Entry> used = published.stream().filter(entry -> !network.ignores(entry.name())).toList();
    assertThat(summary.networkParameters().stream().map(Entry::new))
        .containsExactlyElementsOf(used);
    assertThat(summary.networkSize()).isEqualTo(trainedSize(used));
  }

  private static long trainedSize(List<Entry> entries) {
    return entries.stream().filter(entry -> !entry.buffer()).mapToLong(Entry::size).sum();
  }

  @Test
  void runningStatisticsBeginAsThoseOfNormalisedFeatures() {
    ModelSummary summary = ModelSummary.of(ModelDefinition.of(new AirNet(2, 1, 1)));
    assertThat(summary.networkParameters().stream().filter(parameter -> !parameter.trained()))
        .hasSize(6)
        .allSatisfy(
            parameter ->
                assertThat(parameter.init().toString())
                    .contains(parameter.name().endsWith("running_var") ? "1.0" : "0.0"));
  }

  private static List<Entry> manifest(String name) throws IOException {
    JsonNode manifest =
        new ObjectMapper()
            .readTree(ReferenceVectors.sharedFile("original/manifests/" + name).toFile());
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : manifest.get("state_dict")) {
      List<Integer> shape = new ArrayList<>();
      entry.get("shape").forEach(side -> shape.add(side.intValue()));
      boolean buffer = entry.path("buffer").asBoolean();
      entries.add(new Entry(entry.get("key").textValue(), shape, buffer));
    }
    return entries;
  }
}
