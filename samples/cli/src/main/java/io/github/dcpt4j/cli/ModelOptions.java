package io.github.dcpt4j.cli;

import io.github.dcpt4j.sdk.Restorer;
import io.github.dcpt4j.sdk.RestorerOptions;
import io.github.dcpt4j.sdk.error.DeviceException;
import io.github.dcpt4j.sdk.runtime.Device;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which model runs where. */
final class ModelOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "M.onnx",
      description = "A model that dcpt exported; without it the built-in one.")
  private Path model;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description =
          "auto, cpu, cuda or cuda:n; auto takes the best that works (default: ${DEFAULT-VALUE}).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "CPU threads; 0 takes one for each core (default: ${DEFAULT-VALUE}).")
  private int threads;

  /** Opens the model; the caller closes it. */
  Restorer open() {
    RestorerOptions options = options();
    return model == null ? Restorer.builtIn(options) : Restorer.open(model, options);
  }

  private RestorerOptions options() {
    try {
      return RestorerOptions.builder().device(Device.parse(device)).threads(threads).build();
    } catch (DeviceException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
