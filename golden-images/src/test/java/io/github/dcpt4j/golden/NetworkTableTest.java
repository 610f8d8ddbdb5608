package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.WeightsFile;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.safetensors.SafeTensors;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.exporter.weights.Tensor;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.runtime.OnnxModel;
import io.github.dcpt4j.sdk.runtime.RuntimeOptions;
import io.github.dcpt4j.trainer.data.Batch;
import io.github.dcpt4j.trainer.dcpt.Optimisation;
import io.github.dcpt4j.trainer.dcpt.ProcedureKind;
import io.github.dcpt4j.trainer.dcpt.Procedures;
import io.github.dcpt4j.trainer.dcpt.Training;
import io.github.dcpt4j.trainer.measures.Measures;
import io.github.dcpt4j.trainer.optimisation.AdamW;
import io.github.dcpt4j.trainer.optimisation.PixelLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network in every form goes the whole way, in a small configuration: trained, read, exported
 * and run. Prints the README's table of networks, a line for each that did.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkTableTest {

  private static final int STEPS = 4;
  private static final int SMALLEST_SIDE = 16;
  private static final double LARGEST_DIFFERENCE = 1e-4;
  private static final List<String> LABELS = List.of("rain", "noise");
  private static final Optimisation OPTIMISATION =
      new Optimisation(AdamW.of(1e-4, 0), AdamW.of(1e-4, 0), PixelLoss.L1, 0, 0);

  private final MarkdownTable table =
      new MarkdownTable(
          "network",
          "form",
          "trained here: loss",
          ".safetensors",
          ".pth",
          "exported heads",
          "dynamic: N x H x W",
          "parity",
          "ONNX Runtime to DJL");

  /** A small network of each form that there is. */
  static Stream<Row> rows() {
    return Architectures.ALL.stream()
        .flatMap(
            architecture ->
                architecture.samples().entrySet().stream()
                    .map(s -> new Row(architecture.title(), s.getKey(), s.getValue())));
  }

  private record Row(String network, String form, RestorationNetwork definition) {

    /** The smallest side that is a multiple of the network's. */
    private int side() {
      int multiple = definition.sizeMultiple();
      int least = Math.max(SMALLEST_SIDE, definition.minimumSize());
      return (least + multiple - 1) / multiple * multiple;
    }

    /** One square picture, and two that are not. */
    private List<NetworkInput> inputs() {
      int wider = side() + Math.max(8, definition.sizeMultiple());
      return List.of(
          RandomModels.pictures(1, side(), side()), RandomModels.pictures(2, side(), wider));
    }
  }

  @AfterAll
  void publish() throws IOException {
    table.publish("networks.md");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void goesTheWholeWay(Row row, @TempDir Path folder) throws IOException {
    Trained training = train(row);
    assertThat(training.lastLoss()).isLessThan(training.firstLoss());
    Checkpoint trained = training.result();
    requireReadFromSafetensors(trained, folder);
    requireReadFromPyTorch(trained, folder);
    ModelCard card = export(trained, folder);
    Map<Head, Double> parity = card.parity().orElseThrow().differences();
    Map<Head, Double> difference = requireSameAtEverySize(row, trained, folder);
    table.add(
        row.network,
        row.form,
        training.losses(),
        "yes",
        "yes",
        heads(card),
        sizes(row),
        figures(parity),
        figures(difference));
  }

  /** What a few steps on one batch made of random weights. */
  private record Trained(double firstLoss, double lastLoss, Checkpoint result) {
    String losses() {
      return String.format(Locale.ROOT, "%.4f to %.4f", firstLoss, lastLoss);
    }
  }

  private static Trained train(Row row) {
    Checkpoint start = RandomModels.of(RandomModels.withHead(row.definition, 1, LABELS));
    Batch batch = batch(row.side());
    try (NDManager manager = NDManager.newBaseManager();
        Training training = training(manager, start)) {
      double first = loss(training.step(batch, 0));
      double last = first;
      for (int i = 1; i < STEPS; i++) {
        last = loss(training.step(batch, i));
      }
      return new Trained(
          first, last, new Checkpoint(start.model(), training.weights(), start.provenance()));
    }
  }

  /** Two pictures that lost half of their contrast and got a pattern. */
  private static Batch batch(int side) {
    float[] clean = RandomModels.noise(2 * side * side * 3);
    float[] degraded = clean.clone();
    for (int i = 0; i < degraded.length; i++) {
      degraded[i] = 0.5f * degraded[i] + (i % 2 == 0 ? 0.2f : 0);
    }
    return new Batch(2, side, side, degraded, clean, new int[] {0, 1});
  }

  private static Training training(NDManager manager, Checkpoint start) {
    ProcedureKind kind =
        start.model().classifier().isPresent()
            ? ProcedureKind.DIRECT_TRAINING
            : ProcedureKind.FINE_TUNING;
    return new Procedures(OPTIMISATION, STEPS)
        .start(kind, manager, List.of(manager.getDevice()), start);
  }

  private static double loss(Measures measures) {
    return measures.byTag().entrySet().stream()
        .filter(measure -> !measure.getKey().equals(Measures.ACCURACY))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static void requireReadFromSafetensors(Checkpoint checkpoint, Path folder) {
    Path own = folder.resolve("own.safetensors");
    checkpoint.write(own);
    Checkpoint read = Checkpoint.read(own);
    assertThat(read.model()).isEqualTo(checkpoint.model());
    assertThat(read.weights().asMap()).isEqualTo(checkpoint.weights().asMap());

    Path foreign = folder.resolve("foreign.safetensors");
    new SafeTensors(Map.of(), stateDictionary(checkpoint)).write(foreign);
    requireNetwork(foreign, checkpoint);
  }

  private static void requireReadFromPyTorch(Checkpoint checkpoint, Path folder)
      throws IOException {
    Path file = folder.resolve("foreign.pth");
    TorchZipFile.write(stateDictionary(checkpoint), file);
    requireNetwork(file, checkpoint);
  }

  /** What the network's authors would store: with the tensors that nothing depends on. */
  private static Weights stateDictionary(Checkpoint checkpoint) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : ModelSummary.stateDictionary(checkpoint.model().network())) {
      Tensor unused = new Tensor(parameter.shape(), new float[Math.toIntExact(parameter.size())]);
      tensors.put(
          parameter.name(), checkpoint.weights().asMap().getOrDefault(parameter.name(), unused));
    }
    return new Weights(tensors);
  }

  private static Weights networkWeights(Checkpoint checkpoint) {
    return checkpoint.weights().only(ModelSummary.of(checkpoint.model()).networkParameters());
  }

  private static void requireNetwork(Path file, Checkpoint checkpoint) {
    RestorationNetwork network = checkpoint.model().network();
    Checkpoint read = Checkpoint.of(WeightsFile.read(file), NetworkDescription.of(network));
    assertThat(read.model()).isEqualTo(ModelDefinition.of(network));
    assertThat(read.weights().asMap()).isEqualTo(networkWeights(checkpoint).asMap());
  }

  private static ModelCard export(Checkpoint checkpoint, Path folder) {
    ModelCard card =
        new OnnxExporter()
            .export(
                checkpoint,
                ExportOptions.everything("table", checkpoint.model()),
                folder.resolve("model.onnx"));
    assertThat(card.has(Head.RESTORATION)).isTrue();
    assertThat(card.has(Head.CLASSIFICATION))
        .isEqualTo(checkpoint.model().classifier().isPresent());
    return card;
  }

  private static Map<Head, Double> requireSameAtEverySize(
      Row row, Checkpoint checkpoint, Path folder) {
    try (OnnxModel graph =
            OnnxModel.open(
                folder.resolve("model.onnx"),
                new RuntimeOptions(Device.CPU, 1),
                any -> row.side());
        DjlModel djl = new DjlModel(checkpoint)) {
      return row.inputs().stream()
          .flatMap(
              input ->
                  djl
                      .runHeads(input)
                      .differenceTo(HeadOutputs.of(graph, input))
                      .entrySet()
                      .stream())
          .peek(entry -> assertThat(entry.getValue()).isLessThan(LARGEST_DIFFERENCE))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max));
    }
  }

  private static String heads(ModelCard card) {
    return card.heads().stream()
        .map(head -> head.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static String sizes(Row row) {
    return row.inputs().stream()
        .map(input -> input.count() + " x " + input.height() + " x " + input.width())
        .collect(Collectors.joining(", "));
  }

  private static String figures(Map<Head, Double> figures) {
    return figures.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> String.format(Locale.ROOT, "%.0e", entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
