package io.github.dcpt4j.cli.shared;

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
public final class ModelOptions {

  private static final long MEGABYTE = 1 << 20;

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

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "1024",
      description =
          "Native memory that the network may take for a picture, in megabytes; a larger picture is "
              + "cut into tiles (default: ${DEFAULT-VALUE}).")
  private int memory;

  /** Opens the model; the caller closes it. */
  public Restorer open() {
    RestorerOptions options = options();
    return model == null ? Restorer.builtIn(options) : Restorer.open(model, options);
  }

  /** Returns the device that is asked for. */
  public Device device() {
    return options().device();
  }

  private RestorerOptions options() {
    try {
      return RestorerOptions.builder()
          .device(Device.parse(device))
          .threads(threads)
          .memoryBudget(memory * MEGABYTE)
          .build();
    } catch (DeviceException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
