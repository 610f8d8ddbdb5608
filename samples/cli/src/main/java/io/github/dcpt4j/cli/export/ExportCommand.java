package io.github.dcpt4j.cli.export;

import io.github.dcpt4j.cli.shared.CheckpointSource;
import io.github.dcpt4j.cli.shared.ClassifierSource;
import io.github.dcpt4j.cli.shared.NetworkChoice;
import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.checkpoint.NetworkDescription;
import io.github.dcpt4j.exporter.checkpoint.OriginalNames;
import io.github.dcpt4j.exporter.export.CalibrationPictures;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.export.PendingExport;
import io.github.dcpt4j.exporter.export.ReducedPrecision;
import io.github.dcpt4j.sdk.Head;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.Precision;
import io.github.dcpt4j.sdk.QuantizationFidelity;
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
      description =
          "fp32, fp16 (half the size, for GPUs) or int8 (a third of the size, for CPUs)"
              + " (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(
      names = "--calibration",
      paramLabel = "DIR",
      description =
          "Pictures such as the model is to restore: finds the value ranges for int8, and measures"
              + " fp16 and int8 against fp32.")
  private Path calibration;

  @Option(
      names = "--accept-psnr",
      paramLabel = "DB",
      description =
          "Writes an fp16 or int8 model if it comes to so many dB of fp32 (default: 50 for fp16, 38"
              + " for int8).")
  private Double acceptedPsnr;

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
      OriginalNames.of(source()).write(output);
      out.printf("%s: weights of the network%n", output);
      return;
    }
    Optional<ReducedPrecision> reduction = reduction();
    try (PendingExport pending = begin(reduction)) {
      // What ONNX Runtime is about to take is not on Java's heap, which would keep the weights that
      // nobody needs any more.
      System.gc();
      ModelCard card = pending.complete();
      out.printf(
          Locale.ROOT, "%s: %s, largest difference %s%n", output, card.heads(), parity(card));
      reduction.ifPresent(wanted -> printFidelity(wanted, card.fidelity().orElseThrow()));
    }
  }

  private Optional<ReducedPrecision> reduction() {
    if (precision == Precision.FP32) {
      if (calibration != null || acceptedPsnr != null) {
        throw wrong("--calibration and --accept-psnr are for fp16 and int8: add --precision");
      }
      return Optional.empty();
    }
    if (calibration == null) {
      throw wrong(
          "--precision %s needs --calibration DIR: pictures such as the model is to restore"
              .formatted(precision.label()));
    }
    if (!Files.isDirectory(calibration)) {
      throw wrong(
          "--calibration %s is no folder: name a folder of pictures".formatted(calibration));
    }
    ReducedPrecision wanted =
        new ReducedPrecision(precision, CalibrationPictures.read(calibration));
    return Optional.of(acceptedPsnr == null ? wanted : wanted.accepting(acceptedPsnr));
  }

  private void printFidelity(ReducedPrecision wanted, QuantizationFidelity fidelity) {
    spec.commandLine().getOut().println(FidelityText.of(precision.label(), fidelity));
    if (fidelity.psnr().orElse(Double.POSITIVE_INFINITY) < wanted.usualBound()) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "warning: less than the %.0f dB that %s usually has to reach%n",
              wanted.usualBound(),
              precision.label());
    }
  }

  private PendingExport begin(Optional<ReducedPrecision> reduction) {
    Checkpoint source = source();
    ExportOptions options =
        heads == null
            ? ExportOptions.everything(modelName(), source.model())
            : new ExportOptions(modelName(), heads.heads);
    ExportOptions noted = shared(options.withNotes(notes));
    return new OnnxExporter()
        .begin(source, reduction.map(noted::withQuantization).orElse(noted), output);
  }

  private ExportOptions shared(ExportOptions options) {
    if (!sharedMeans) {
      return options;
    }
    if (precision != Precision.FP32) {
      throw wrong("--shared-means is for --precision fp32");
    }
    try {
      return options.withSharedMeans();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
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
