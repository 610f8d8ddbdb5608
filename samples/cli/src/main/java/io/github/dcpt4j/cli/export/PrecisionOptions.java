package io.github.dcpt4j.cli.export;

import io.github.dcpt4j.exporter.export.CalibrationPictures;
import io.github.dcpt4j.exporter.export.ReducedPrecision;
import io.github.dcpt4j.sdk.card.Precision;
import io.github.dcpt4j.sdk.card.QuantizationFidelity;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** In what precision a model computes, and how it is held to fp32. */
final class PrecisionOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  /**
   * What is asked for; nothing for fp32.
   *
   * @throws ParameterException if the options do not go together
   * @throws PictureException if pictures to measure with cannot be read
   */
  Optional<ReducedPrecision> read() {
    if (precision == Precision.FP32) {
      if (calibration != null || acceptedPsnr != null) {
        throw wrong("--calibration and --accept-psnr are for fp16 and int8: add --precision");
      }
      return Optional.empty();
    }
    if (calibration == null) {
      throw wrong(
          Text.of(
              "--precision %s needs --calibration DIR: pictures such as the model is to restore",
              precision.label()));
    }
    if (!Files.isDirectory(calibration)) {
      throw wrong(Text.of("--calibration %s is no folder: name a folder of pictures", calibration));
    }
    ReducedPrecision wanted =
        new ReducedPrecision(precision, CalibrationPictures.read(calibration));
    return Optional.of(acceptedPsnr == null ? wanted : wanted.accepting(acceptedPsnr));
  }

  /** Whether the model computes as it was trained. */
  boolean isFull() {
    return precision == Precision.FP32;
  }

  /** Says how close the model comes to fp32, with a warning where that is less than usual. */
  void print(ReducedPrecision wanted, QuantizationFidelity fidelity) {
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

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
