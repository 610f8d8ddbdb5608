package io.github.dcpt4j.cli;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.NetworkDescription;
import io.github.dcpt4j.exporter.checkpoint.OriginalNames;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.export.PendingExport;
import io.github.dcpt4j.sdk.Head;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.Precision;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dcpt export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Turns a checkpoint into an ONNX file, checked against the reference computation, or into"
            + " weights for other programs.")
final class ExportCommand implements Runnable {

  private static final List<String> GRAPH_ONLY =
      List.of("--classifier", "--heads", "--precision", "--name", "--note");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CHECKPOINT", description = "A safetensors or PyTorch file.")
  private Path checkpoint;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file to write.")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "onnx",
      description =
          "onnx, or safetensors: the network's weights for other programs, under the names of its"
              + " authors (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--classifier",
      paramLabel = "CHECKPOINT",
      description = "Takes the classifier from this file: a checkpoint, or the head alone.")
  private Path classifier;

  @Option(
      names = "--labels",
      paramLabel = "LABEL",
      split = ",",
      defaultValue = "rain,noise,haze,low-light,motion-blur",
      description =
          "Names of the classes of a --classifier that holds none (default: ${DEFAULT-VALUE}).")
  private List<String> labels;

  @Option(
      names = "--network",
      paramLabel = "FILE.json|NAME",
      converter = NetworkChoice.Converter.class,
      description =
          "What the checkpoint does not tell of its network, or what is to be otherwise. What"
              + " shapes determine may be left out.")
  private NetworkChoice network;

  @Option(
      names = "--weights",
      paramLabel = "KEY",
      description =
          "The weights to take from a PyTorch file that holds several, such as params (default:"
              + " params_ema, else params, else state_dict).")
  private String weights;

  @Option(
      names = "--heads",
      paramLabel = "HEADS",
      description = "restoration, classification or both (default: all that there are).")
  private Heads heads;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "fp32",
      description = "fp32; fp16 and int8 are to come (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name in the model card (default: that of the ONNX file).")
  private String name;

  @Option(
      names = "--note",
      paramLabel = "TOPIC=TEXT",
      description = "Something for the model card to tell, such as data=...; may be repeated.")
  private Map<String, String> notes = Map.of();

  /** What {@code --format} takes. */
  enum Format {
    ONNX,
    SAFETENSORS
  }

  /** What {@code --heads} takes. */
  enum Heads {
    RESTORATION(EnumSet.of(Head.RESTORATION)),
    CLASSIFICATION(EnumSet.of(Head.CLASSIFICATION)),
    BOTH(EnumSet.allOf(Head.class));

    private final Set<Head> heads;

    Heads(Set<Head> heads) {
      this.heads = heads;
    }
  }

  @Override
  public void run() {
    requireUsableOutput();
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.SAFETENSORS) {
      OriginalNames.of(source()).write(output);
      out.printf("%s: weights of the network%n", output);
      return;
    }
    try (PendingExport pending = begin()) {
      // What ONNX Runtime is about to take is not on Java's heap, which would keep the weights that
      // nobody needs any more.
      System.gc();
      ModelCard card = pending.complete();
      out.printf(
          Locale.ROOT, "%s: %s, largest difference %s%n", output, card.heads(), parity(card));
    }
  }

  private PendingExport begin() {
    Checkpoint source = source();
    ExportOptions options =
        heads == null
            ? ExportOptions.everything(modelName(), source.model())
            : new ExportOptions(modelName(), heads.heads);
    return new OnnxExporter().begin(source, options.withNotes(notes), output);
  }

  private Checkpoint source() {
    Checkpoint source =
        new CheckpointSource(
                checkpoint,
                Optional.ofNullable(weights),
                network == null ? NetworkDescription.none() : network.description(),
                Optional.ofNullable(classifier).map(head -> new ClassifierSource(head, labels)))
            .read();
    Optional.ofNullable(source.provenance().get(Checkpoint.ASSUMED))
        .ifPresent(
            assumed ->
                spec.commandLine()
                    .getOut()
                    .printf(
                        "assumed: %s (names and shapes do not tell; override with --network)%n",
                        assumed));
    return source;
  }

  private void requireUsableOutput() {
    if (format == Format.SAFETENSORS) {
      for (String option : GRAPH_ONLY) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw wrong("%s is for graphs: leave it out with --format safetensors".formatted(option));
        }
      }
    }
    if (precision != Precision.FP32) {
      throw wrong("--precision %s is not there yet: use fp32".formatted(precision.label()));
    }
    if (Files.isDirectory(output)) {
      throw wrong(output + " is a folder: name a file");
    }
    if (!Files.isDirectory(output.toAbsolutePath().getParent())) {
      throw wrong("there is no folder for %s: make it".formatted(output));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String modelName() {
    return name != null ? name : output.getFileName().toString().replaceFirst("\\.onnx$", "");
  }

  private static String parity(ModelCard card) {
    return card.parity()
        .map(
            parity ->
                String.format(
                    Locale.ROOT,
                    "%.1e at %dx%d",
                    parity.differences().values().stream().mapToDouble(d -> d).max().orElseThrow(),
                    parity.height(),
                    parity.width()))
        .orElseThrow();
  }
}
