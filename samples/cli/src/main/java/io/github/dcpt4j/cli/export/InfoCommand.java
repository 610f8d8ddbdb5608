package io.github.dcpt4j.cli.export;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcpt4j.cli.shared.CheckpointOptions;
import io.github.dcpt4j.cli.shared.Json;
import io.github.dcpt4j.exporter.architecture.Architectures;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.WeightsFormat;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.symbolic.ModelSummary;
import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import io.github.dcpt4j.sdk.error.ModelException;
import io.github.dcpt4j.sdk.runtime.Device;
import io.github.dcpt4j.sdk.text.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt info}. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = "Tells what a checkpoint or an ONNX model holds.")
public final class InfoCommand implements Runnable {

  private static final int SIDE = 256;
  private static final double GIGA = 1e9;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "CHECKPOINT|M.onnx",
      description = "A safetensors, PyTorch or .onnx file.")
  private Path file;

  @Mixin private CheckpointOptions source;

  @Option(names = "--json", description = "Prints the result as one JSON document.")
  private boolean json;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Document(
      String file,
      String kind,
      JsonNode network,
      long networkParameters,
      Long classifierParameters,
      long multiplyAccumulates256,
      List<String> labels,
      Map<String, String> provenance,
      String precision,
      @JsonIgnore QuantizationFidelity fidelity,
      JsonNode card) {}

  @Override
  public void run() {
    Document document = WeightsFormat.of(file).isPresent() ? ofCheckpoint() : ofModel();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, document);
    } else {
      print(out, document);
    }
  }

  private Document ofCheckpoint() {
    Checkpoint checkpoint = source.of(file).read();
    ModelDefinition model = checkpoint.model();
    ModelSummary summary = ModelSummary.of(model);
    return new Document(
        file.toString(),
        "checkpoint",
        new ObjectMapper().valueToTree(model.network()),
        summary.networkSize(),
        model.classifier().map(classifier -> summary.classifierSize()).orElse(null),
        ModelSummary.multiplyAccumulates(model.network(), SIDE, SIDE),
        model.labels(),
        checkpoint.provenance(),
        null,
        null,
        null);
  }

  private Document ofModel() {
    if (source.given()) {
      throw new ParameterException(
          spec.commandLine(), "--network and --weights are for checkpoints: leave them out");
    }
    try (Restorer restorer =
        Restorer.open(file, RestorerOptions.builder().device(Device.CPU).build())) {
      ModelCard card = restorer.card();
      RestorationNetwork network = network(card.network());
      return new Document(
          file.toString(),
          "model",
          card.network(),
          ModelSummary.of(ModelDefinition.of(network)).networkSize(),
          null,
          ModelSummary.multiplyAccumulates(network, SIDE, SIDE),
          card.labels(),
          card.provenance(),
          card.precision().label(),
          card.fidelity().orElse(null),
          tree(card));
    }
  }

  private RestorationNetwork network(ObjectNode description) {
    try {
      return Architectures.json().treeToValue(description, RestorationNetwork.class);
    } catch (IOException e) {
      throw new ModelException(
          Text.of("%s holds a network that this version does not know: %s", file, description), e);
    }
  }

  private static JsonNode tree(ModelCard card) {
    try {
      return new ObjectMapper().readTree(card.toJson());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void print(PrintWriter out, Document document) {
    out.printf(Locale.ROOT, "%s: %s%n", document.kind(), document.file());
    out.printf(Locale.ROOT, "network: %s%n", document.network());
    out.printf(Locale.ROOT, "parameters: %,d%n", document.networkParameters());
    if (document.classifierParameters() != null) {
      out.printf(Locale.ROOT, "classifier: %,d parameters%n", document.classifierParameters());
    }
    out.printf(
        Locale.ROOT,
        "multiply-accumulates at %1$dx%1$d: %2$.2f G%n",
        SIDE,
        document.multiplyAccumulates256() / GIGA);
    out.printf(Locale.ROOT, "labels: %s%n", String.join(", ", document.labels()));
    document.provenance().forEach((key, value) -> out.printf(Locale.ROOT, "%s: %s%n", key, value));
    if (document.precision() != null) {
      out.printf(
          Locale.ROOT,
          "precision: %s%n",
          document.fidelity() == null
              ? document.precision()
              : FidelityText.of(document.precision(), document.fidelity()));
    }
    if (document.card() != null) {
      out.printf(Locale.ROOT, "card: %s%n", document.card());
    }
    out.flush();
  }
}
