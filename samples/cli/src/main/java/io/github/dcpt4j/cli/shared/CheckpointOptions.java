package io.github.dcpt4j.cli.shared;

import io.github.dcpt4j.exporter.architecture.NetworkDescription;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command says of a checkpoint beside what the file tells. */
public final class CheckpointOptions {

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

  /** Whether any of these options is given. */
  public boolean given() {
    return network != null || weights != null;
  }

  /** A checkpoint file, read as the options say. */
  public CheckpointSource of(Path file) {
    return new CheckpointSource(
        file,
        Optional.ofNullable(weights),
        network == null ? NetworkDescription.none() : network.description(),
        Optional.empty());
  }
}
