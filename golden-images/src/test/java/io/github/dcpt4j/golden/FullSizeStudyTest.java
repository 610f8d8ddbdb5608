package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.NetworkPreset;
import io.github.dcpt4j.exporter.network.swinir.SwinIr;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The official networks in their full size, with their classifiers and random weights: what {@code
 * dcpt export} takes for them, how fast ONNX Runtime computes at 256 x 256, and whether it computes
 * what DJL does. Takes minutes and 10 GB of memory:
 *
 * <pre>mvn -Pslow -pl golden-images -am verify -Dtest=FullSizeStudyTest</pre>
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullSizeStudyTest {

  private static final int SIDE = 256;

  /** DJL keeps all that a pass computes until its end: of SwinIR at 256 pixels, 17 GB. */
  private static final int SIDE_OF_SWINIR = 128;

  private static final int THREADS = 1;
  private static final int RUNS = 2;
  private static final double LARGEST_DIFFERENCE = 1e-4;
  private static final List<String> LABELS =
      List.of("rain", "noise", "haze", "low-light", "motion-blur");
  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private final Path command = Path.of("").toAbsolutePath().resolveSibling("dcpt");
  private final MarkdownTable table =
      new MarkdownTable(
          "network",
          "parameters, head",
          "GMAC",
          "file, MB",
          "export, s",
          "CPU, s",
          "peak, MB",
          "parity restored, logits",
          "ONNX Runtime, ms",
          "compared with DJL at",
          "difference restored, logits");

  @BeforeAll
  void buildTheCommand(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(
        Files.isReadable(Path.of("/proc/self/status")), "memory is measured as Linux tells it");
    Path log = folder.resolve("build.log");
    assertThat(MeasuredProcess.run(log, List.of(command.toString(), "--version")).exitCode())
        .as("%s", log)
        .isZero();
  }

  @AfterAll
  void publish() throws IOException {
    table.publish("full-size.md");
  }

  static Stream<NetworkPreset> published() {
    return Architectures.presets().stream().filter(preset -> preset.name().startsWith("dcpt-"));
  }

  @ParameterizedTest
  @MethodSource("published")
  void isExportedAndComputesTheSame(NetworkPreset preset, @TempDir Path folder)
      throws IOException, InterruptedException {
    ModelDefinition model =
        RandomModels.withHead(preset.network(), preset.classifierBlocks(), LABELS);
    Path stored = folder.resolve("random.safetensors");
    RandomModels.of(model).write(stored);
    Path exported = folder.resolve("model.onnx");
    MeasuredProcess export = export(stored, exported);
    int side = preset.network() instanceof SwinIr ? SIDE_OF_SWINIR : SIDE;
    NetworkInput compared = RandomModels.pictures(1, side, side);

    // One after the other: together they would need the memory of both.
    ModelCard card;
    double millis;
    HeadOutputs ofGraph;
    try (OnnxModel graph =
        OnnxModel.open(exported, new RuntimeOptions(Device.CPU, THREADS), any -> SIDE)) {
      card = ModelCard.fromJson(graph.metadata(ModelCard.METADATA_KEY).orElseThrow());
      millis = fastestMillis(graph);
      ofGraph = HeadOutputs.of(graph, compared);
    }
    Map<Head, Double> differences;
    try (DjlModel djl = new DjlModel(Checkpoint.read(stored))) {
      differences = djl.runHeads(compared).differenceTo(ofGraph);
    }

    ModelSummary summary = ModelSummary.of(model);
    table.add(
        preset.name(),
        text("%,d + %,d", summary.networkSize(), summary.classifierSize()),
        text("%.0f", ModelSummary.multiplyAccumulates(preset.network(), SIDE, SIDE) / GIGA),
        text("%.0f", Files.size(exported) / MEGA),
        text("%.1f", export.wallSeconds()),
        text("%.1f", export.cpuSeconds()),
        text("%.0f", export.peakBytes() / MEGA),
        pair(card.parity().orElseThrow().differences()),
        text("%.0f", millis),
        text("%d x %d", side, side),
        pair(differences));
    assertThat(differences)
        .containsOnlyKeys(Head.values())
        .allSatisfy((head, value) -> assertThat(value).isLessThan(LARGEST_DIFFERENCE));
  }

  private static double fastestMillis(OnnxModel graph) {
    NetworkInput input = RandomModels.pictures(1, SIDE, SIDE);
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      long begin = System.nanoTime();
      HeadOutputs.of(graph, input);
      fastest = Math.min(fastest, (System.nanoTime() - begin) / MEGA);
    }
    return fastest;
  }

  private MeasuredProcess export(Path stored, Path exported)
      throws IOException, InterruptedException {
    Path log = exported.resolveSibling("export.log");
    MeasuredProcess export =
        MeasuredProcess.run(
            log,
            List.of(command.toString(), "export", stored.toString(), "-o", exported.toString()));
    assertThat(export.exitCode()).as(Files.readString(log)).isZero();
    return export;
  }

  private static String pair(Map<Head, Double> figures) {
    return text("%.1e, %.1e", figures.get(Head.RESTORATION), figures.get(Head.CLASSIFICATION));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
