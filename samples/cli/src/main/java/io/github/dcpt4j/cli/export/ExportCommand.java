package io.github.dcpt4j.cli.export;

import io.github.dcpt4j.cli.shared.CheckpointOptions;
import io.github.dcpt4j.cli.shared.ClassifierSource;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.OriginalNames;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.export.PendingExport;
import io.github.dcpt4j.exporter.export.ReducedPrecision;
import io.github.dcpt4j.sdk.card.Head;
import io.github.dcpt4j.sdk.card.ModelCard;
import io.github.dcpt4j.sdk.text.Text;
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
import picocli.CommandLine.Mixin;
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
public final class ExportCommand implements Runnable {

  private static final List<String> GRAPH_ONLY =
      List.of(
          "--classifier",
          "--heads",
          "--precision",
          "--calibration",
          "--accept-psnr",
          "--shared-means",
          "--name",
          "--note");

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
      description =
          "Names of the classes of a --classifier that holds none (default: those of the presets with"
              + " as many classes, such as the method's five or ten).")
  private List<String> labels;

  @Mixin private CheckpointOptions source;

  @Option(
      names = "--heads",
      paramLabel = "HEADS",
      description = "restoration, classification or both (default: all that there are).")
  private Heads heads;

  @Mixin private PrecisionOptions precision;

  @Option(
      names = "--shared-means",
      description =
          "For networks with global pooling: the model tells and takes the means over a picture, so"
              + " that the tiles of a picture too large for the memory are treated alike.")
  private boolean sharedMeans;

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
  public enum Format {
    ONNX,
    SAFETENSORS
  }

  /** What {@code --heads} takes. */
  public enum Heads {
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
      OriginalNames.of(checkpoint()).write(output);
      out.printf(Locale.ROOT, "%s: weights of the network%n", output);
      return;
    }
    Optional<ReducedPrecision> reduction = precision.read();
    try (PendingExport pending = begin(reduction)) {
      // What ONNX Runtime is about to take is not on Java's heap, which would keep the weights that
      // nobody needs any more.
      System.gc();
      ModelCard card = pending.complete();
      out.printf(
          Locale.ROOT, "%s: %s, largest difference %s%n", output, card.heads(), parity(card));
      reduction.ifPresent(wanted -> precision.print(wanted, card.fidelity().orElseThrow()));
    }
  }

  private PendingExport begin(Optional<ReducedPrecision> reduction) {
    Checkpoint read = checkpoint();
    ExportOptions options =
        heads == null
            ? ExportOptions.everything(modelName(), read.model())
            : new ExportOptions(modelName(), heads.heads);
    ExportOptions noted = shared(options.withNotes(notes));
    return new OnnxExporter()
        .begin(read, reduction.map(noted::withQuantization).orElse(noted), output);
  }

  private ExportOptions shared(ExportOptions options) {
    if (!sharedMeans) {
      return options;
    }
    if (!precision.isFull()) {
      throw wrong("--shared-means is for --precision fp32");
    }
    try {
      return options.withSharedMeans();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private Checkpoint checkpoint() {
    Checkpoint read = source.of(checkpoint).with(head()).read();
    Optional.ofNullable(read.provenance().get(Checkpoint.ASSUMED))
        .ifPresent(
            assumed ->
                spec.commandLine()
                    .getOut()
                    .printf(
                        Locale.ROOT,
                        "assumed: %s (names and shapes do not tell; override with --network)%n",
                        assumed));
    return read;
  }

  private Optional<ClassifierSource> head() {
    return Optional.ofNullable(classifier)
        .map(file -> new ClassifierSource(file, Optional.ofNullable(labels)));
  }

  private void requireUsableOutput() {
    if (format == Format.SAFETENSORS) {
      for (String option : GRAPH_ONLY) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw wrong(Text.of("%s is for graphs: leave it out with --format safetensors", option));
        }
      }
    }
    if (Files.isDirectory(output)) {
      throw wrong(output + " is a folder: name a file");
    }
    if (!Files.isDirectory(output.toAbsolutePath().getParent())) {
      throw wrong(Text.of("there is no folder for %s: make it", output));
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
                Text.of(
                    "%.1e at %dx%d",
                    parity.differences().values().stream().mapToDouble(d -> d).max().orElseThrow(),
                    parity.height(),
                    parity.width()))
        .orElseThrow();
  }
}
